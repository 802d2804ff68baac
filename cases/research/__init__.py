"""Releases and batch scoring; empty until they are built."""
