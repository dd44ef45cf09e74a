"""How a database is opened, read and written: SQLite files and PostgreSQL servers."""
