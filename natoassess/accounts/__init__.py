"""People: users, teams and their roles, demo accounts, API tokens."""
