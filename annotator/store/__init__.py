"""The database: tables, engines, migrations and queries. Rows never leave this package."""
