"""The one door to plain details: four named rooms, and nothing else in the project touches the cipher."""

from __future__ import annotations

from dataclasses import dataclass

from models.audit import AuditTrail
from models.journal import RevocationJournal
from models.keyring import KeyProvider
from models.vault.custody import Custody, Seat
from models.vault.opening import Opened, Opener, Refused
from models.vault.revoking import Revoker
from models.vault.rows import RowSealer
from models.vault.sealing import Details, Sealer

__all__ = ("Custody", "Details", "Opened", "Refused", "Seat", "Vault", "open_vault")


@dataclass(frozen=True)
class Vault:
    """`rows` signs what decides access, `sealer` seals, `opener` opens, `revoker` takes back."""

    rows: RowSealer
    sealer: Sealer
    opener: Opener
    revoker: Revoker


def open_vault(keys: KeyProvider, journal: RevocationJournal, audit: AuditTrail, custody: Custody) -> Vault:
    """Put the rooms together over one key ring, one journal and one audit."""
    rows = RowSealer(keys, journal)
    return Vault(
        rows=rows,
        sealer=Sealer(keys, custody),
        opener=Opener(keys, journal, audit, rows, custody),
        revoker=Revoker(journal, audit, rows),
    )
