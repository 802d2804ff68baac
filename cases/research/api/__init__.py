"""What researchers ask by program."""
