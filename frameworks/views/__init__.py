"""Pages of the law and of the method."""
