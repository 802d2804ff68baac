"""Sensitivity studies: how far answers rest on the choice of framework, reading, weights and day."""
