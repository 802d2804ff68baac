"""The full-text search."""
