"""The API under requests that nobody wrote: schemathesis over the OpenAPI document, and two people's secrets."""
