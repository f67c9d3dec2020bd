"""Takes a site file into force as a new version, and gives a new database its identity."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select

from models.audit import AuditTrail, Verb
from models.database import UnitOfWork
from models.errors import Unsafe
from models.keyring import KeyProvider
from models.site import SiteRules
from models.site_versions import SiteIdentity, SiteVersion
from models.vault import Vault


def identify(work: UnitOfWork, keys: KeyProvider) -> str:
    """The site's id; made at the first call, together with the fingerprint of the key ring it belongs to.

    Raises:
        Unsafe: the database belongs to another key ring.
    """
    row = work.session.scalar(select(SiteIdentity))
    if row is None:
        row = SiteIdentity(site_id=str(uuid.uuid4()), ring_fingerprint=keys.fingerprint())
        work.session.add(row)
        work.session.flush()
    if row.ring_fingerprint != keys.fingerprint():
        raise Unsafe(
            "This key ring does not belong to this database. Point LEADBOT_KEYRING at the ring that was made "
            "with it, or restore that ring from its backup."
        )
    return row.site_id


def newest_version(work: UnitOfWork) -> SiteVersion | None:
    """The row in force; None on a site that has none yet."""
    return work.session.scalar(select(SiteVersion).order_by(SiteVersion.version.desc()).limit(1))


def adopt(
    work: UnitOfWork,
    vault: Vault,
    audit: AuditTrail,
    rules: SiteRules,
    moment: datetime,
    by: str = "operator",
) -> int | None:
    """A new version in force from now; None when the newest says the same already."""
    text = rules.model_dump_json(by_alias=True)
    newest = newest_version(work)
    if newest is not None and newest.rules == text and vault.rows.row_holds(newest):
        return None
    version = newest.version + 1 if newest else 1
    row = SiteVersion(version=version, rules=text, effective_at=moment.replace(microsecond=0), mac=b"")
    vault.rows.sign_row(row)
    work.session.add(row)
    work.session.flush()
    audit.append(work, moment=moment, actor=by, verb=Verb.SITE_CHANGED, objects=(f"site:{version}",))
    return version
