"""Cases and phases as API."""
