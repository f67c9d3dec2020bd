"""The vault's way of taking back: the journal beside the key ring first, then the rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update

from models.audit import AuditTrail, Verb
from models.database import UnitOfWork
from models.envelope import Grant, RevocationMark, SealedItem
from models.journal import RevocationJournal
from models.schema import Handle, MacRow, SlackUserId
from models.vault.rows import RowSealer

_OUT_OF_REACH = 1_000_000  # no row is changed as often as that


class Revoker:
    """Takes back grants and signed rows so that putting an old row back opens nothing."""

    def __init__(self, journal: RevocationJournal, audit: AuditTrail, rows: RowSealer) -> None:
        self._journal = journal
        self._audit = audit
        self._rows = rows

    def withdraw_from(
        self,
        work: UnitOfWork,
        user: SlackUserId,
        *,
        by: str,
        moment: datetime,
        roles: Collection[str] | None = None,
    ) -> list[Handle]:
        """Void what a person was handed, in these roles or at all; answers the handles."""
        query = select(SealedItem).where(SealedItem.recipient == user, SealedItem.withdrawn_at.is_(None))
        if roles is not None:
            query = query.where(SealedItem.role.in_(sorted(roles)))
        handles = [item.handle for item in work.session.scalars(query)]
        self.withdraw(work, handles, moment)
        self._audit.append(
            work,
            moment=moment,
            actor=by,
            verb=Verb.REVOCATION_RECORDED,
            objects=(user,),
            decision=f"items:{len(handles)}",
        )
        return handles

    def withdraw(self, work: UnitOfWork, handles: Sequence[Handle], moment: datetime) -> None:
        """Void these items. The caller writes into the audit why."""
        for handle in handles:
            self._record(work, "sealed_items", handle, 0, moment)
        if handles:
            work.session.execute(delete(Grant).where(Grant.handle.in_(handles)))
            work.session.execute(
                update(SealedItem).where(SealedItem.handle.in_(handles)).values(withdrawn_at=moment),
                execution_options={"synchronize_session": False},
            )

    def overtake(self, work: UnitOfWork, row: MacRow, moment: datetime) -> int:
        """From now on, all that was signed for this row decides nothing; answers the last version of that.

        Call it before the row is changed: a row that does not hold may lie about its version, so that a
        later one could be put back. Then every version that can have been signed is overtaken.
        """
        table, row_id = row.mac_identity()
        version = row.version
        if not self._rows.row_holds(row):
            version = _OUT_OF_REACH
            while self._journal.overtaken(table, row_id, version):
                version += _OUT_OF_REACH
        self._record(work, table, row_id, version, moment)
        return version

    def _record(self, work: UnitOfWork, kind: str, row_id: str, version: int, moment: datetime) -> None:
        # The journal is on disk before the revocation commits: if the commit is lost, we are only stricter.
        sequence = self._journal.append(kind, row_id, version, moment)
        mark = work.session.get(RevocationMark, 1)
        if mark is None:
            work.session.add(RevocationMark(id=1, sequence=sequence))
        else:
            mark.sequence = max(mark.sequence, sequence)
        work.session.flush()
