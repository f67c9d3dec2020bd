"""Where the site's rules are kept: versions under a MAC, the newest in force, and the site's own identity."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Integer, LargeBinary, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from models.database import UnitOfWork
from models.errors import Unsafe
from models.schema import Base, RowSeal, UtcMoment, rfc3339
from models.site import SiteRules


class SiteVersion(Base):
    """One version of the rules; the newest is in force."""

    __tablename__ = "site_versions"

    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    rules: Mapped[str] = mapped_column(Text)
    effective_at: Mapped[datetime] = mapped_column(UtcMoment)
    mac: Mapped[bytes] = mapped_column(LargeBinary)

    def mac_identity(self) -> tuple[str, str]:
        """See `MacRow`."""
        return self.__tablename__, "site"

    def mac_fields(self) -> Sequence[str]:
        """See `MacRow`."""
        return (self.rules, rfc3339(self.effective_at))


class SiteIdentity(Base):
    """One row: the site's random id (it stands in every envelope) and the key ring it belongs to."""

    __tablename__ = "site_identity"

    site_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    ring_fingerprint: Mapped[str] = mapped_column(String(64))


# Asked before every act, and so made once.
_NEWEST = select(SiteVersion.version).order_by(SiteVersion.version.desc()).limit(1)


class SiteBook:
    """Reads the rules in force; parses and checks the MAC only when the version has changed."""

    def __init__(self, seal: RowSeal) -> None:
        self._seal = seal
        self._known: tuple[int, SiteRules] | None = None

    def current(self, work: UnitOfWork) -> SiteRules:
        """The rules in force.

        Raises:
            Unsafe: no site file was imported yet, or its row was altered.
        """
        newest = work.session.connection().scalar(_NEWEST)
        if newest is None:
            raise Unsafe("No site is set up. Run `leadbot site import site.toml` first.")
        if self._known is None or self._known[0] != newest:
            row = work.session.get_one(SiteVersion, newest)
            if not self._seal.row_holds(row):
                raise Unsafe("The site's rules were altered in the database. Import the site file again.")
            self._known = (newest, SiteRules.model_validate_json(row.rules))
        return self._known[1]
