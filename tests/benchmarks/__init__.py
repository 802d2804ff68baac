"""What scoring costs, beside other ways to do the same. Run with `make bench`; never part of the test-suite."""
