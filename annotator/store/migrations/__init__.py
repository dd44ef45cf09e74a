"""The steps from each older schema to the present one, run by Alembic."""
