"""What an assessment says, on paper."""
