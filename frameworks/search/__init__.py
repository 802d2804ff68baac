"""Full-text search: the same words, the same order and the same excerpts on every database."""
