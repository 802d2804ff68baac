"""What was public and is no more: a log that everybody may read. Write with services.withdrawal_record."""
