"""Teams, invitations, notices and the overview."""
