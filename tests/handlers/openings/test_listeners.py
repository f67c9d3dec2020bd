"""`/lead openings` in Slack: posted with its mistakes at their fields, claimed by one tap, given back."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from handlers.openings.notices import PLACE_KINDS
from handlers.openings.voices import VOICES
from handlers.voice import Message, Telling
from models.notice import Kind, Never, Notice
from models.people import Role
from models.schema import SlackUserId
from models.vacant_place import Claim, VacantPlace
from tests.handlers.harbor import CASE_MANAGER, MANAGER, NEIGHBOR, OFFICER, PROSECUTOR, RESPONDER, STRANGER
from tests.handlers.wing import Json, Wing, texts

HERE = ZoneInfo("America/Los_Angeles")


@pytest.fixture
def provider(wing: Wing) -> SlackUserId:
    return wing.harbor.seat("UHOUSE001", "service:Lantern House", Role.SERVICE_PROVIDER)


def shown(wing: Wing) -> str:
    return "\n".join(texts(wing.slack.views()[-1]))


def form(until: datetime, *, words: str = "From six in the evening", places: str = "2") -> Json:
    local = until.astimezone(HERE)
    return {
        "place_form.kind": {"value": {"selected_option": {"value": "bed"}}},
        "place_form.places": {"value": {"selected_option": {"value": places}}},
        "place_form.region": {"value": {"selected_option": {"value": "quay"}}},
        "place_form.words": {"value": {"value": words}},
        "place_form.until": {"value": {"selected_date": local.date().isoformat()}},
        "place_form.until_at": {"value": {"selected_time": f"{local:%H:%M}"}},
    }


def post(wing: Wing, user: str, *, hours: float = 10, key: str = "", **more: str) -> Json:
    values = form(wing.harbor.time() + timedelta(hours=hours), **more)
    return wing.submit(user, {"callback_id": "place_form"}, values, key=key)


def postings(wing: Wing) -> list[VacantPlace]:
    with wing.harbor.ground.database.look() as work:
        return list(work.session.scalars(select(VacantPlace)))


def claims(wing: Wing) -> list[Claim]:
    with wing.harbor.ground.database.look() as work:
        return list(work.session.scalars(select(Claim).order_by(Claim.claimed_at, Claim.id)))


def tap(wing: Wing, user: str, action: str, value: str, sight: str = "h1") -> None:
    wing.click(user, action, value=value, view={"id": "VBOARD", "hash": sight})


def test_the_form_stands_with_two_days_by_the_sites_clock(wing: Wing, provider: SlackUserId) -> None:
    wing.click(provider, "place_post", view={"id": "VBOARD"})
    asked = {
        block["block_id"]: block["element"]
        for block in wing.slack.views()[-1]["blocks"]
        if "element" in block
    }
    ends = (wing.harbor.time() + timedelta(hours=48)).astimezone(HERE)
    assert asked["place_form.until"]["initial_date"] == ends.date().isoformat()
    assert asked["place_form.until_at"]["initial_time"] == f"{ends:%H:%M}"


def test_a_bed_is_posted_and_a_care_team_claims_it_by_one_tap(wing: Wing, provider: SlackUserId) -> None:
    said = post(wing, provider)
    assert (said["response_action"], "Posted." in "\n".join(texts(said))) == ("update", True)
    wing.command(CASE_MANAGER, "openings")
    assert "2 of 2 beds free, Quay. From six in the evening.\nLantern House, until " in shown(wing)
    (place,) = postings(wing)
    tap(wing, CASE_MANAGER, "place_claim", place.id)
    assert "One is yours." in shown(wing)
    assert "Claimed by Ottoline Bramblewick. Call Fictional Person, Lantern House." in shown(wing)
    assert "1 of 2 beds free" in shown(wing)
    assert [one.recipient for one in wing.harbor.notices(Kind.PLACE_CLAIMED)] == [provider]
    assert wing.harbor.rung


def test_a_double_tap_on_the_same_sight_of_the_board_is_one_claim(wing: Wing, provider: SlackUserId) -> None:
    post(wing, provider)
    (place,) = postings(wing)
    for sight in ("h1", "h1", "h2"):
        tap(wing, CASE_MANAGER, "place_claim", place.id, sight)
    assert len(claims(wing)) == 2


def test_who_comes_too_late_is_told_so_and_nothing_changes(wing: Wing, provider: SlackUserId) -> None:
    post(wing, provider, places="1")
    (place,) = postings(wing)
    tap(wing, CASE_MANAGER, "place_claim", place.id)
    tap(wing, RESPONDER, "place_claim", place.id)
    assert "That one is taken or over by now." in shown(wing)
    assert len(claims(wing)) == 1
    tap(wing, CASE_MANAGER, "place_give_back", claims(wing)[0].id)
    assert "Given back." in shown(wing)
    tap(wing, CASE_MANAGER, "place_give_back", claims(wing)[0].id, "h3")
    assert "taken or over by now" in shown(wing)


def test_the_provider_reads_which_agency_and_keeps_or_ends_it(wing: Wing, provider: SlackUserId) -> None:
    post(wing, provider)
    (place,) = postings(wing)
    tap(wing, CASE_MANAGER, "place_claim", place.id)
    wing.command(provider, "openings")
    assert "Claimed by: Harbor Bridge Outreach." in shown(wing)
    assert "Bramblewick" not in shown(wing)
    assert "Claim one" not in shown(wing)
    tap(wing, provider, "place_longer", place.id)
    assert "two days from now" in shown(wing)
    tap(wing, provider, "place_end", place.id)
    assert "It is off the board." in shown(wing)
    assert "Nothing is posted now." in shown(wing)


@pytest.mark.parametrize(
    ("hours", "field", "sentence"),
    [
        (-1, "until", "passed already"),
        (0, "until", "passed already"),
        (30 * 24 + 1, "until", "within 30 days"),
    ],
)
def test_an_end_that_cannot_be_is_said_at_its_field(
    wing: Wing, provider: SlackUserId, hours: float, field: str, sentence: str
) -> None:
    errors = post(wing, provider, hours=hours)["errors"]
    assert list(errors) == [f"place_form.{field}"]
    assert sentence in errors[f"place_form.{field}"]
    assert postings(wing) == []


@pytest.mark.parametrize("words", ["For Zebulon Testperson", "born 01/01/1901", "call 555-0107"])
def test_a_person_in_its_words_is_stopped_before_anything_is_kept(
    wing: Wing, provider: SlackUserId, words: str
) -> None:
    assert list(post(wing, provider, words=words)["errors"]) == ["place_form.words"]
    assert postings(wing) == []


def test_a_repeated_delivery_posts_once(wing: Wing, provider: SlackUserId) -> None:
    post(wing, provider, key="same")
    post(wing, provider, key="same")
    assert len(postings(wing)) == 1


@pytest.mark.parametrize("user", [OFFICER, PROSECUTOR, NEIGHBOR, MANAGER, STRANGER])
def test_everybody_else_reads_one_refusal_and_can_forge_nothing(
    wing: Wing, provider: SlackUserId, user: str
) -> None:
    post(wing, provider)
    (place,) = postings(wing)
    assert "Lantern House" not in str(wing.command(user, "openings"))
    post(wing, user)
    for action in ("place_claim", "place_longer", "place_end"):
        tap(wing, user, action, place.id)
        assert "Lantern House" not in shown(wing)
    assert (len(postings(wing)), claims(wing)) == (1, [])


def test_a_full_board_stays_within_a_views_hundred_blocks(wing: Wing, provider: SlackUserId) -> None:
    for number in range(50):
        post(wing, provider, hours=10 + number)
    wing.command(provider, "openings")
    assert "more, which end sooner." in shown(wing)
    wing.command(CASE_MANAGER, "openings")
    assert shown(wing).count("2 of 2 beds free") == 50


@pytest.mark.parametrize("kind", sorted(PLACE_KINDS))
def test_a_notice_names_an_agency_and_nobody(wing: Wing, provider: SlackUserId, kind: Kind) -> None:
    post(wing, provider)
    (place,) = postings(wing)
    tap(wing, CASE_MANAGER, "place_claim", place.id)
    target = place.id if kind is Kind.PLACE_ENDS else claims(wing)[0].id

    def said(recipient: str, target: str) -> object:
        notice = Notice(kind=kind.value, recipient=recipient, subject="", target=target)
        with wing.harbor.ground.database.look() as work:
            return VOICES[kind](Telling(work, wing.harbor.rules(), notice, wing.harbor.ground))

    message = said(provider, target)
    assert isinstance(message, Message)
    assert not any(name in message.text for name in ("Bramblewick", "Fictional", "Quay", "six"))
    assert said(STRANGER, target) == Never("not_on_roster")
    assert said(provider, "0" * 32) == Never("gone")
    tap(wing, provider, "place_end", place.id)
    assert kind is not Kind.PLACE_ENDS or said(provider, target) == Never("gone")


def test_a_form_that_is_sent_twice_posts_once(wing: Wing, provider: SlackUserId) -> None:
    values = form(wing.harbor.time() + timedelta(hours=10))
    stood = {"callback_id": "place_form", "hash": "1.stood"}
    said = [wing.submit(provider, stood, values) for _ in range(2)]
    assert [one["response_action"] for one in said] == ["update", "update"]
    assert len(postings(wing)) == 1
