"""Scoring of many rows from a file: lines of bytes in, lines of results and faults out. Made for cases.research."""
