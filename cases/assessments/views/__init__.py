"""Pages of the cases and of the assessments made of them."""
