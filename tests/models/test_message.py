"""A sealed message's open side: what decides stands under the MAC, and one is found by its reference."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from models.database import Database
from models.errors import UnknownReference
from models.message import SealedMessage, locked_message, reserve_message
from models.schema import MessageRef
from models.vault import Opened, Refused
from tests.factories import NOON, PROSECUTOR, intrude, lay, table_of
from tests.models.sharing import Sharing, share


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    made = share(lay(database, tmp_path))
    made.sign()
    return made


def test_an_altered_message_opens_nothing(sharing: Sharing) -> None:
    ref = sharing.seal()
    handle = sharing.handle(ref)
    others = {
        "ref": "M-OTHER",
        "sender": "UOTHER001",
        "sender_agency": "case_management:Another Agency",
        "about": "C-OTHER",
        "category": "identity",
        "purpose": "conference",
        "answers": "M-OTHER",
        "to_role": "officer",
        "to_agency": "police:Somebody",
        "sent_at": NOON + timedelta(days=1),
        "not_after": "2027-01-01T00:00:00Z",
        "opened_at": NOON,
        "withdrawn_at": NOON,
        "version": 9,
        "mac": b"",
    }
    assert set(others) == set(table_of(SealedMessage).columns.keys())
    for name, value in others.items():
        with sharing.ground.database.work() as work:
            intrude(work, update(SealedMessage).values({name: value}))
            outcome = sharing.ground.open_within(work, PROSECUTOR, handle)
            expected = Opened if name == "opened_at" else Refused
            assert isinstance(outcome, expected), name


def test_a_message_is_found_to_be_changed_and_an_unknown_one_is_not(sharing: Sharing) -> None:
    ref = sharing.seal()
    with sharing.ground.database.work() as work:
        assert locked_message(work, ref).ref == ref
        with pytest.raises(UnknownReference):
            locked_message(work, MessageRef("M-NOONE"))


def test_a_reference_is_random_and_new(sharing: Sharing) -> None:
    ref = sharing.seal()
    with sharing.ground.database.look() as work:
        refs = {reserve_message(work) for _ in range(50)}
        assert work.session.scalars(select(SealedMessage.ref)).all() == [ref]
    assert len(refs) == 50
    assert all(one.startswith("M-") and len(one) == 7 for one in refs)
