"""Releases: the public data frozen as files, the same bytes from the same data on every installation."""
