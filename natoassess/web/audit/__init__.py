"""The audit log: who did what, when. It is added to and read, never changed. Write with services.record."""
