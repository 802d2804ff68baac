"""Accounts: two-step sign-in, sessions, passwords, mail, export and deletion."""
