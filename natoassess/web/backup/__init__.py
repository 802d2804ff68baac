"""Backup and restoration of all data: every table of every app, and the files that belong to them.

An archive is a zip file. `tables/APP.MODEL.jsonl` holds one row a line, `files/…` what lies under VAR_DIR, and
`manifest.json`, written last, the checksum and the length of each of them and the migrations that the tables are at.
It says nothing of the database that it came from, so that SQLite and PostgreSQL can be restored from each other.
"""
