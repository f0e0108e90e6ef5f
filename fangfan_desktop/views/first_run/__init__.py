"""The first run, and the questions before a database is open."""
