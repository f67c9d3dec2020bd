"""The database's shape over time: Alembic's steps, and which one this version stands on."""

from __future__ import annotations

from sqlalchemy import inspect, text

from models.database import Database

# Alembic takes half a second to import, so `run` compares with this; a test holds it to the newest step.
HEAD = "0012"


def standing(database: Database) -> str | None:
    """The step the database stands on; None when it is empty."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return str(found) if found else None
