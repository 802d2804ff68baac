"""Working on one assessment together: comments, contributors, the feed."""
