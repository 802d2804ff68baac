"""Pages of accounts, teams and notices."""
