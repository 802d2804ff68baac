"""Sources, the files kept with them, and what grades do."""
