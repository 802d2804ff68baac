"""Tests of the record of a case: its authorisation ledger, and its time line against the law."""
