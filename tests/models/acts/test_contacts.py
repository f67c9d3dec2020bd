"""Contact cards of lawyers outside: kept in the folder, judged and logged, and gone when they are removed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models.acts.contacts import (
    MOST,
    Contact,
    Try,
    add_contact,
    change_contact,
    contacts_among,
    moment_of,
    remove_contact,
    tried,
)
from models.audit import Verb
from models.classes import Category
from models.database import Database
from models.envelope import Envelope
from models.errors import AlreadyChanged, NoRoom, NotAvailable
from models.schema import SlackUserId
from models.sensitive import Sensitive
from models.vault import OpenFolder, Shelf
from tests.factories import CASE_MANAGER, MANAGER, NOON, OFFICER, PROSECUTOR, lay
from tests.models import foldering
from tests.models.sharing import LAWYER, Sharing, share

CARD = {
    "who": Sensitive("Ismene Counsel-Example"),
    "office": Sensitive("Dockside Defenders"),
    "phone": Sensitive("555-0144"),
    "matter": Sensitive("the trespass case"),
}


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    return share(lay(database, tmp_path))


def added(sharing: Sharing, minutes: int = 0, **fields: str) -> str:
    whole = {**CARD, **{name: Sensitive(text) for name, text in fields.items()}}
    moment = NOON + timedelta(minutes=minutes)
    return sharing.act(lambda scene: add_contact(scene, sharing.ref, whole), moment=moment)


def cards(sharing: Sharing) -> tuple[Contact, ...]:
    opened = foldering.opened(sharing, shelves=[Shelf.CONTACT])
    assert isinstance(opened, OpenFolder)
    return contacts_among(opened.pages)


def words(card: Contact) -> dict[str, str]:
    return {name: text.reveal() for name, text in card.fields.items()}


def test_a_card_is_kept_sealed_among_court_dates(sharing: Sharing) -> None:
    page = added(sharing)
    [card] = cards(sharing)
    assert (card.page, card.tries) == (page, ())
    assert words(card) == {name: text.reveal() for name, text in CARD.items()}
    with sharing.ground.database.look() as work:
        row = work.session.get_one(Envelope, page)
        assert (row.category, row.purpose) == (Category.LEGAL_CALENDAR, Shelf.CONTACT)
        assert b"Ismene" not in row.details_sealed


def test_a_change_replaces_what_is_named_and_leaves_the_rest_in_its_place(sharing: Sharing) -> None:
    first = added(sharing)
    added(sharing, 1, who="Second Counsel-Example")
    sharing.act(
        lambda scene: change_contact(scene, sharing.ref, first, {"phone": Sensitive("555-0145")}),
        moment=NOON + timedelta(hours=1),
    )
    one, two = cards(sharing)
    assert words(one) == {**{name: text.reveal() for name, text in CARD.items()}, "phone": "555-0145"}
    assert words(two)["who"] == "Second Counsel-Example"


def test_calls_are_kept_with_their_time_the_latest_first(sharing: Sharing) -> None:
    page = added(sharing)
    for minutes, what in ((5, Try.LEFT_WORD), (65, Try.CALLED)):
        moment = NOON + timedelta(minutes=minutes)
        page = sharing.act(
            lambda scene, it=page, said=what: tried(scene, sharing.ref, it, said),  # type: ignore[misc]
            moment=moment,
        )
    [card] = cards(sharing)
    assert [(one.what, moment_of(one), one.by) for one in card.tries] == [
        (Try.CALLED, NOON + timedelta(minutes=65), CASE_MANAGER),
        (Try.LEFT_WORD, NOON + timedelta(minutes=5), CASE_MANAGER),
    ]


def test_a_change_keeps_the_calls_and_only_the_last_ten_stay(sharing: Sharing) -> None:
    page = added(sharing)
    for minutes in range(12):
        page = sharing.act(
            lambda scene, it=page: tried(scene, sharing.ref, it, Try.CALLED),  # type: ignore[misc]
            moment=NOON + timedelta(minutes=minutes),
        )
    sharing.act(lambda scene: change_contact(scene, sharing.ref, page, {"office": Sensitive("Elsewhere")}))
    [card] = cards(sharing)
    assert len(card.tries) == 10
    assert moment_of(card.tries[0]) == NOON + timedelta(minutes=11)


def test_a_removed_card_leaves_nothing_in_the_database(sharing: Sharing) -> None:
    page = added(sharing)
    sharing.act(lambda scene: remove_contact(scene, sharing.ref, page))
    assert cards(sharing) == ()
    with sharing.ground.database.look() as work:
        query = select(func.count()).where(Envelope.purpose == Shelf.CONTACT.value)
        assert work.session.scalar(query) == 0


def test_two_at_once_the_second_is_told(sharing: Sharing) -> None:
    page = added(sharing)
    sharing.act(lambda scene: tried(scene, sharing.ref, page, Try.CALLED))
    with pytest.raises(AlreadyChanged):
        sharing.act(lambda scene: remove_contact(scene, sharing.ref, page))
    with pytest.raises(AlreadyChanged):
        sharing.act(lambda scene: change_contact(scene, sharing.ref, page, CARD))
    assert len(cards(sharing)) == 1


@pytest.mark.parametrize("user", [OFFICER, PROSECUTOR, LAWYER, MANAGER])
def test_nobody_outside_the_team_writes_changes_or_removes(sharing: Sharing, user: SlackUserId) -> None:
    page = added(sharing)
    acts = (
        lambda scene: add_contact(scene, sharing.ref, CARD),
        lambda scene: change_contact(scene, sharing.ref, page, CARD),
        lambda scene: tried(scene, sharing.ref, page, Try.CALLED),
        lambda scene: remove_contact(scene, sharing.ref, page),
    )
    for act in acts:
        with pytest.raises(NotAvailable):
            sharing.act(act, user)


def test_a_folder_takes_no_more_cards_than_a_screen_shows(sharing: Sharing) -> None:
    for number in range(MOST):
        added(sharing, number)
    with pytest.raises(NoRoom):
        added(sharing, MOST)


def test_the_log_says_what_was_done_and_no_word_of_it(sharing: Sharing) -> None:
    page = added(sharing)
    page = sharing.act(lambda scene: tried(scene, sharing.ref, page, Try.LEFT_WORD))
    sharing.act(lambda scene: remove_contact(scene, sharing.ref, page))
    written = [what for _, what, _ in [line[:3] for line in foldering.lines(sharing, Verb.FOLDER_WRITTEN)]]
    assert written == [sharing.ref] * 3
    decisions = [line[2] for line in foldering.lines(sharing, Verb.FOLDER_WRITTEN)]
    assert decisions == ["contact:added", "contact:left_word", "contact:removed"]
