"""Alembic's folder: one revision a release of the schema. A released revision is never edited."""
