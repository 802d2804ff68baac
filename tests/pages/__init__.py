"""The pages people read: home, law, cases, method, account."""
