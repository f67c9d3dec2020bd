"""Where the site wants a passkey, the vault unseals nothing and writes nothing down before it was shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.classes import Category
from models.database import UnitOfWork
from models.schema import SlackUserId
from models.second_factor import PasskeyWanted, asked_by, require_passkey
from models.site import PageRules, SiteRules
from models.vault import Opened, Refused, Shelf
from tests.factories import (
    BACKUP,
    CASE_MANAGER,
    NOON,
    OFFICER,
    PROSECUTOR,
    RESPONDER,
    Laid,
    laid_on_sqlite,
    revealed,
)
from tests.models.foldering import write
from tests.models.sharing import share


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Laid]:
    with laid_on_sqlite(tmp_path) as laid:
        yield laid


def wanting(ground: Laid, *classes: Category) -> SiteRules:
    return ground.rules.model_copy(update={"page": PageRules(passkey_for=classes)})


def shown(_: UnitOfWork) -> bool:
    return True


def hidden(_: UnitOfWork) -> bool:
    return False


def opened(ground: Laid, rules: SiteRules, user: SlackUserId = RESPONDER) -> Opened | Refused:
    handle = ground.refer().handles[RESPONDER]
    with ground.database.work() as work:
        done = ground.vault.opener.open_item(work, rules, user, handle, moment=NOON)
        work.commit()
        return done


def test_an_item_of_such_a_class_opens_to_whoever_has_shown_it(ground: Laid) -> None:
    rules = wanting(ground, Category.LOCATION, Category.CLINICAL)
    before = len(ground.audit_rows())
    with pytest.raises(PasskeyWanted):
        opened(ground, rules)
    verbs = [verb for _, verb, *_ in ground.audit_rows()[before:]]
    assert not any(verb.startswith("open.") for verb in verbs)
    with asked_by(hidden), pytest.raises(PasskeyWanted):
        opened(ground, rules)
    with asked_by(shown):
        assert Category.LOCATION in revealed(opened(ground, rules))


def test_other_classes_are_opened_as_ever(ground: Laid) -> None:
    assert revealed(opened(ground, wanting(ground, Category.CLINICAL)))


def test_whoever_may_not_open_is_refused_and_not_asked(ground: Laid) -> None:
    """Nobody learns from being asked that there is something."""
    assert opened(ground, wanting(ground, Category.LOCATION), BACKUP) == Refused("not_the_recipient")


def test_the_word_of_one_asking_ends_with_it(ground: Laid) -> None:
    with asked_by(shown), asked_by(hidden), pytest.raises(PasskeyWanted):
        opened(ground, wanting(ground, Category.IDENTITY))
    with pytest.raises(PasskeyWanted):
        opened(ground, wanting(ground, Category.IDENTITY))


def test_nothing_is_looked_up_where_the_site_wants_none(ground: Laid) -> None:
    def never() -> list[Category]:
        raise AssertionError

    with ground.database.look() as work:
        require_passkey(work, ground.rules, never)


@pytest.mark.parametrize(
    ("wanted", "asked"),
    [
        (Category.CLINICAL, True),
        (Category.IDENTITY, True),
        (Category.BARRIERS, False),  # the folder holds none
        (Category.ENGAGEMENT, False),  # stands on another shelf
    ],
)
def test_a_folder_asks_by_what_stands_on_the_shelves_that_are_opened(
    ground: Laid, wanted: Category, asked: bool
) -> None:
    sharing = share(ground)
    write(sharing)
    write(sharing, Shelf.DIRECTORY, Category.CLINICAL, words="Zebulon Testperson coughs")
    write(sharing, Shelf.GOAL, Category.ENGAGEMENT, goal="A bed")
    rules = wanting(ground, wanted)

    def open_it() -> object:
        with ground.database.work() as work:
            shelves = [Shelf.DIRECTORY]
            return ground.vault.folders.open(work, rules, CASE_MANAGER, sharing.ref, shelves, moment=NOON)

    if asked:
        with pytest.raises(PasskeyWanted):
            open_it()
    with asked_by(shown):
        assert not isinstance(open_it(), Refused)
    if not asked:
        assert not isinstance(open_it(), Refused)


def test_a_calendar_asks_alike_whether_anybody_stands_in_it_or_not(ground: Laid) -> None:
    rules = wanting(ground, Category.LEGAL_CALENDAR)

    def look(user: SlackUserId) -> object:
        with ground.database.work() as work:
            return ground.vault.calendars.open(work, rules, user, moment=NOON)

    with pytest.raises(PasskeyWanted):
        look(PROSECUTOR)
    assert look(OFFICER) == Refused("no_calendar")
