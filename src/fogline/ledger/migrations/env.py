"""Alembic's entry: the connection comes from `fogline.ledger.migrate`, never from a configuration file."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=None, transactional_ddl=True)
context.run_migrations()
