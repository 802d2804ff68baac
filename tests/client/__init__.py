"""The client, its notebook and the examples of its README, against a served site."""
