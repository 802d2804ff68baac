"""Phases side by side, and their export."""
