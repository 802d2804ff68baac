"""The law and the yardstick."""
