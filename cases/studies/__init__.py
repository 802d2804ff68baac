"""Situations under study: cases, phases, events, claims, sources, figures."""
