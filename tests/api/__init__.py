"""The API: contracts, filters, errors, tokens."""
