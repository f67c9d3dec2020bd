"""The disclosure log: every opening by somebody else, with its authority; never the author's own."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from models.database import Database
from models.disclosure import Disclosed, disclosed_about
from models.vault import Shelf
from tests.factories import CASE_MANAGER, NOON, PROSECUTOR, RESPONDER, Laid, lay
from tests.models.sharing import DEFENDER, HOST, OFFICE, TEXT, Sharing, defenders, office, share

HOUR = timedelta(hours=1)


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    return share(lay(database, tmp_path))


def logged(ground: Laid, *refs: str) -> list[Disclosed]:
    with ground.database.look() as work:
        return disclosed_about(work, refs)


def test_an_opening_under_a_release_is_accounted_for_with_that_release(sharing: Sharing) -> None:
    [consent] = sharing.sign()
    message = sharing.seal()
    assert sharing.reads(message)
    assert logged(sharing.ground, sharing.ref) == [
        Disclosed(
            at=NOON,
            item=message,
            reader=PROSECUTOR,
            agency=OFFICE,
            role="liaison_prosecutor",
            categories=("barriers",),
            purpose="court",
            basis="consent",
            authority=consent,
        )
    ]


def test_the_newest_comes_first_and_each_opening_counts(sharing: Sharing) -> None:
    sharing.sign(office(), defenders())
    message = sharing.seal(PROSECUTOR, DEFENDER)
    for hours, reader in ((1, PROSECUTOR), (3, DEFENDER), (2, PROSECUTOR)):
        assert sharing.reads(message, reader, NOON + hours * HOUR)
    assert [(one.reader, one.at) for one in logged(sharing.ground, sharing.ref)] == [
        (DEFENDER, NOON + 3 * HOUR),
        (PROSECUTOR, NOON + 2 * HOUR),
        (PROSECUTOR, NOON + HOUR),
    ]


def test_what_its_author_reads_and_what_is_refused_was_told_to_nobody(sharing: Sharing) -> None:
    [consent] = sharing.sign()
    message = sharing.seal()
    assert sharing.reads(message, CASE_MANAGER)
    sharing.revoke(consent)
    assert not sharing.reads(message)
    assert logged(sharing.ground, sharing.ref) == []


def test_a_folder_and_a_referral_are_accounted_for_without_any_release(sharing: Sharing) -> None:
    ground = sharing.ground
    with ground.database.work() as work:
        ground.vault.folders.open(
            work, ground.rules, CASE_MANAGER, sharing.ref, list(Shelf), moment=NOON + HOUR
        )
        work.commit()
    told = ground.refer()
    ground.open(RESPONDER, told.handles[RESPONDER])
    folder, referral = logged(ground, sharing.ref, told.ref)
    assert (folder.item, folder.agency, folder.role) == (sharing.ref, HOST, "case_manager")
    assert (folder.categories, folder.basis, folder.authority) == (("empty",), "care_team", "")
    assert (referral.item, referral.basis, referral.authority) == (told.ref, "referral", "")
    assert referral.categories == ("identity", "incident", "location")
    assert [one.item for one in logged(ground, told.ref)] == [told.ref]
    assert logged(ground, "C-NOONE") == []


def test_no_word_of_content_stands_in_it(sharing: Sharing) -> None:
    sharing.sign()
    assert sharing.reads(sharing.seal())
    assert not any(word in str(logged(sharing.ground, sharing.ref)) for word in TEXT.split() if len(word) > 4)
