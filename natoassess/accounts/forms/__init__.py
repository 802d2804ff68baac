"""Forms of accounts, teams and notices."""
