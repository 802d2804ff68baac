"""What every app stands on: access, problems, pagination, optimistic locking, presentation."""
