"""Notices about releases as they are spoken: constant words, for the team, while there is something to do."""

from __future__ import annotations

import pytest

from handlers.consents.notices import release_words
from handlers.consents.voices import VOICES
from handlers.voice import Message, Spoken, Telling
from models.acts.revocation import revoke, written_form_came
from models.consent import Ended
from models.notice import Kind, Never, Notice
from models.people import Role
from models.schema import SlackUserId
from tests.handlers.consents.releasing import Released, begun, release
from tests.handlers.harbor import CASE_MANAGER, CLINICAL, MANAGER, PROSECUTOR, STRANGER, Harbor


def spoken(
    harbor: Harbor, kind: Kind, made: Released, to: SlackUserId = CASE_MANAGER, target: str = ""
) -> Spoken:
    consent = made.consents[Role.LIAISON_PROSECUTOR]
    targets = {Kind.RELEASE_ENDS: made.release, Kind.WRITTEN_FORM: consent}
    notice = Notice(kind=kind.value, recipient=to, subject=made.ref, target=target or targets.get(kind, ""))
    with harbor.ground.database.look() as work:
        return VOICES[kind](Telling(work, harbor.rules(), notice, harbor.ground))


def end(harbor: Harbor, made: Released, how: Ended = Ended.SPOKEN) -> None:
    with harbor.ground.database.work() as work:
        scene = harbor.ground.scene(work, CASE_MANAGER)
        revoke(scene, made.ref, list(made.consents.values()), how)
        work.commit()


@pytest.fixture
def made(harbor: Harbor) -> Released:
    return release(harbor, begun(harbor))


@pytest.mark.parametrize("user", [CASE_MANAGER, CLINICAL])
def test_the_team_hears_a_reference_and_a_button_that_carries_it(
    harbor: Harbor, made: Released, user: SlackUserId
) -> None:
    said = spoken(harbor, Kind.RELEASE_CHANGED, made, user)
    assert isinstance(said, Message)
    assert said.text == f"{made.ref}: a release has changed. Please look."
    assert said.blocks is not None
    shown = said.blocks[1]["elements"][0]
    assert (shown["text"]["text"], shown["action_id"], shown["value"]) == ("Show", "open_releases", made.ref)


@pytest.mark.parametrize("kind", sorted(VOICES))
@pytest.mark.parametrize("user", [MANAGER, PROSECUTOR, STRANGER])
def test_nobody_outside_the_team_hears_whatever_was_posted(
    harbor: Harbor, made: Released, kind: Kind, user: SlackUserId
) -> None:
    if kind is Kind.WRITTEN_FORM:
        end(harbor, made)
    assert spoken(harbor, kind, made, user) == Never("not_on_the_team")


def test_an_end_that_came_before_is_not_foretold(harbor: Harbor, made: Released) -> None:
    assert isinstance(spoken(harbor, Kind.RELEASE_ENDS, made), Message)
    end(harbor, made)
    assert spoken(harbor, Kind.RELEASE_ENDS, made) == Never("done")


def test_a_form_is_asked_for_while_it_is_missing_and_no_longer(harbor: Harbor, made: Released) -> None:
    assert spoken(harbor, Kind.WRITTEN_FORM, made) == Never("done")
    assert spoken(harbor, Kind.WRITTEN_FORM, made, target="f" * 32) == Never("done")
    end(harbor, made)
    assert isinstance(spoken(harbor, Kind.WRITTEN_FORM, made), Message)
    with harbor.ground.database.work() as work:
        scene = harbor.ground.scene(work, CASE_MANAGER)
        written_form_came(scene, made.ref, list(made.consents.values()))
        work.commit()
    assert spoken(harbor, Kind.WRITTEN_FORM, made) == Never("done")


def test_no_sentence_says_that_somebody_took_something_back() -> None:
    for kind in VOICES:
        said = release_words(kind, "C-7KQ2M").lower()
        assert not any(word in said for word in ("consent", "revok", "withdr"))
