"""The routes for passkeys without a script: what is asked of whom, and what is answered to odd forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.assembly import build
from models.errors import Unsafe
from tests.bot.page.passkeyed import wanting_passkeys
from tests.canary import Canaries
from tests.journeys import steps
from tests.page_person import PagePerson
from tests.page_reader import PageReader
from tests.stage import OFFICER, RESPONDER, Stage

CANARIES = Canaries()


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with wanting_passkeys(tmp_path_factory.mktemp("passkeys")) as stage:
        steps.refer_arrest(stage, CANARIES)
        yield stage


@pytest.fixture
def asked(stage: Stage) -> PagePerson:
    """The responder, before the page that asks."""
    responder = stage.page_person(RESPONDER)
    responder.click("open_item", message=steps.wait_cards(stage, RESPONDER, 1))
    assert responder.reader.address.startswith("/k/PG")
    return responder


def sealed(reader: PageReader) -> bool:
    return not any(CANARIES.hits("page", html.encode()) for html in reader.seen)


def test_a_card_leads_to_the_page_that_asks_and_holds_nothing(asked: PagePerson) -> None:
    reader = asked.reader
    assert reader.status == 200
    assert "Nothing has been opened yet." in reader.words
    assert "A passkey needs JavaScript, and this browser does not run it." in reader.words
    assert len(reader.html) < 20_000
    assert sealed(reader)


def test_the_view_itself_leads_there_until_it_was_shown(asked: PagePerson) -> None:
    where = asked.reader.address
    assert asked.reader.get(where.replace("/k/", "/v/")).address == where


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"do": "on"},
        {"do": "show"},
        {"do": "show", "asked": "x", "answer": "{}"},
        {"do": "keep"},
        {"do": "keep", "answer": "[" * 3_000},
        {"do": "keep", "answer": '{"rawId": 5}'},
    ],
)
def test_an_answer_that_proves_nothing_is_asked_again(asked: PagePerson, fields: dict[str, str]) -> None:
    reader = asked.reader
    reader.post({"do": "", "asked": "", "answer": "", **fields}.items())
    assert reader.status == 422
    assert "This passkey was not taken. Please try again." in reader.words
    assert sealed(reader)


def test_a_form_without_its_token_is_not_heard(asked: PagePerson) -> None:
    asked.reader.post([("csrf", "0" * 64), ("do", "keep")])
    assert asked.reader.status == 403
    assert sealed(asked.reader)


def test_another_person_finds_nothing_there_and_a_stranger_is_signed_out(
    asked: PagePerson, stage: Stage
) -> None:
    where = asked.reader.address
    officer = stage.page_person(OFFICER)
    officer.command("/lead refer")
    assert officer.reader.get(where).status == 410
    stranger = PageReader(asked.reader.base)
    assert stranger.get(where).status == 401
    assert stranger.get("/k").status == 401


def test_ones_own_passkeys_are_told_by_their_number(asked: PagePerson) -> None:
    reader = asked.reader.get("/k")
    assert reader.status == 200
    assert "Passkeys that are kept for you: 0." in reader.words


def test_the_script_is_the_pages_own(asked: PagePerson) -> None:
    asked.reader.get("/passkey.js")
    assert asked.reader.headers["content-type"].startswith("text/javascript")
    assert "innerHTML" not in asked.reader.html


def test_a_page_whose_address_is_a_number_refuses_to_start(stage: Stage) -> None:
    assert stage.settings.page is not None
    number = replace(stage.settings.page, address="http://127.0.0.1:1")
    with pytest.raises(Unsafe, match="browsers keep none for a number"):
        build(replace(stage.settings, page=number))
