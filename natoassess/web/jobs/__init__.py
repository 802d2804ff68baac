"""Jobs: work that takes longer than a request, as rows with a state, progress and a result file.

The row is the truth and the outbox; the message in the broker is only a reminder of it. Apps above register what
can be run (`kinds.register_kind`); see docs/decisions/0005-jobs.md.
"""
