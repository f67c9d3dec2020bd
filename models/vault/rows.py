"""The vault's seal on rows that decide access: roster, site rules, referrals."""

from __future__ import annotations

from models import cipher
from models.errors import Unsafe
from models.journal import RevocationJournal
from models.keyring import KeyProvider
from models.schema import MacRow
from models.vault.custody import key_of


class RowSealer:
    """Signs a row's deciding fields and says whether a stored row still is what was signed."""

    def __init__(self, keys: KeyProvider, journal: RevocationJournal) -> None:
        self._keys = keys
        self._journal = journal

    def sign_row(self, row: MacRow) -> None:
        """Set `row.mac` over the row's table, id, version and deciding fields.

        Raises:
            Unsafe: the ring has no key for it.
        """
        table, row_id = row.mac_identity()
        key = key_of(self._keys, self._keys.active("rows"))
        row.mac = cipher.row_mac(key, table, row_id, row.version, row.mac_fields())

    def row_holds(self, row: MacRow) -> bool:
        """Whether the MAC stands and no revocation has overtaken this version of the row.

        Raises:
            Unsafe: the revocation journal does not hold.
        """
        table, row_id = row.mac_identity()
        try:
            key = key_of(self._keys, cipher.mac_key_id(row.mac))
            held = cipher.row_mac_holds(key, row.mac, table, row_id, row.version, row.mac_fields())
        except (Unsafe, ValueError, TypeError):  # no such key; or a kind of value that nobody signed
            return False
        return held and not self._journal.overtaken(table, row_id, row.version)
