"""Walks a database up (and, in tests, down) Alembic's steps."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

from models.database import Database


def upgrade(database: Database, to: str = "head") -> None:
    """Bring the database to a step; doing it twice changes nothing."""
    command.upgrade(_config(database), to)


def downgrade(database: Database, to: str) -> None:
    """Walk back to a step; `base` leaves nothing."""
    command.downgrade(_config(database), to)


def config() -> Config:
    """Alembic's configuration without a database: for looking at the steps themselves."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    return made


def _config(database: Database) -> Config:
    made = config()
    made.attributes["engine"] = database.engine
    return made
