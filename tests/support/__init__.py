"""What the tests stand on: a real PostgreSQL, the served site, a browser, counting of queries."""
