"""The law, the yardstick and the scoring service as API."""
