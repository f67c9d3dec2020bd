"""Details on the secure page only: Slack carries cards, states and buttons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.forms import Form, Kind, block_id
from handlers.referrals.doors import ARREST_FIRST, ARREST_REST
from tests.canary import Canaries
from tests.canary_places import assert_sealed
from tests.journeys import steps
from tests.page_reader import PageReader
from tests.stage import OFFICER, RESPONDER, Stage, staged


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path, page=True) as stage:
        yield stage


def reader_for(stage: Stage, user: str) -> PageReader:
    """Whoever just tapped in Slack follows the link in their modal, and taps Continue."""
    view = stage.person(user).wait_view(callback_id="to_page")
    buttons = [one for block in view.blocks for one in block.get("elements", []) if "url" in one]
    assert stage.settings.page is not None
    reader = PageReader(stage.settings.page.address)
    reader.get(str(buttons[0]["url"]))
    stage.person(user).close()
    return reader.go_on()


def posted(canaries: Canaries, form: Form, **codes: str) -> list[tuple[str, str]]:
    """A whole form as a browser sends it, with a canary in every sensitive field."""
    given = canaries.answers(form, **codes)
    found = []
    for question in form.fields:
        answer = given.get(question.label, given.get(question.id, given.get(block_id(form, question), "")))
        by_text = {choice.text: choice.value for choice in question.choices}
        for one in answer if isinstance(answer, list) else [answer]:
            value = by_text.get(one, one) if question.kind in {Kind.CHOICE, Kind.CONFIRM} else one
            found.append((f"{block_id(form, question)}|value", str(value)))
    return found


def test_an_arrest_diversion_goes_from_the_form_to_its_reader_without_a_word_in_slack(stage: Stage) -> None:
    canaries = Canaries()
    stage.person(OFFICER).command("/lead refer")
    officer = reader_for(stage, OFFICER)
    officer.tap("Arrest diversion")
    officer.tap("Page now", posted(canaries, ARREST_FIRST))
    assert officer.status == 200, officer.words
    officer.tap("Add", posted(canaries, ARREST_REST, hand_off="diversion_center", offence="possession"))
    assert "R-" in officer.words, officer.words

    responder = stage.person(RESPONDER)
    card = responder.wait_dm(lambda seen: steps.CARD in seen.text)
    responder.click("Open", message=card)
    reading = reader_for(stage, RESPONDER)
    assert canaries.hits("page", reading.html.encode()), reading.words
    reading.tap("I have it")
    assert "Noted" in reading.words, reading.words
