"""Comparisons in the API."""
