"""A care team asks an office through the real listeners: what is asked, refused at its field, and kept."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from handlers.ids import Action, View
from handlers.pings.asking import NONE_AT_ALL, NOT_COVERED
from handlers.pings.place import CHOOSE_COURT, DAY_TOO, HEARING_OVER, HOUR_TOO, OVER, WHEN
from models.acts.matters import Matter, keep_matter
from models.classes import Category
from models.duties import DUTIES, Duty
from models.envelope import Envelope
from models.notice import Kind
from models.people import Role
from models.ping import Ping
from models.schema import SlackUserId
from tests.handlers.consents.releasing import BRIDGE, begun
from tests.handlers.harbor import (
    CASE_MANAGER,
    CLINICAL,
    MANAGER,
    OFFICER,
    PROSECUTOR,
    RESPONDER,
    Harbor,
)
from tests.handlers.pings.coordinating import (
    CLASSES,
    FORM,
    HERE,
    PHONE,
    WORDS,
    asked,
    at_court,
    covered,
    decide,
    item_of,
    labels,
    opened,
    refusals,
    said_in,
    submit,
    values,
)
from tests.handlers.wing import Wing, picked, typed

COUNTY_WORDS = "Lantern County Prosecutor"


def test_one_form_asks_the_office_of_the_court_and_its_first_gets_a_card(wing: Wing) -> None:
    ping = asked(wing, covered(wing.harbor).ref)
    [card] = wing.harbor.notices(Kind.PING_CARD)
    assert (card.recipient, card.subject) == (PROSECUTOR, ping.ref)
    shown = opened(wing, PROSECUTOR, ping)
    for text in (*WORDS.values(), "A hearing", "Lantern County Superior Court", "Ottoline Bramblewick"):
        assert text in shown


def test_each_answer_lies_under_its_own_class(wing: Wing) -> None:
    told = covered(wing.harbor, *CLASSES, Category.IDENTITY)
    filled = values(
        wing.harbor, goals="Keep the bed", progress="Comes every week", effect="The bed goes",
        name="Zebulon Testperson", text="Please call if it is faster",
    )  # fmt: skip
    ping = asked(wing, told.ref, filled)
    with wing.harbor.ground.database.look() as work:
        kinds = [one.category for one in work.session.query(Envelope) if one.subject == ping.ref]
    assert sorted(kinds) == sorted(one.value for one in (*CLASSES, Category.IDENTITY))
    shown = opened(wing, PROSECUTOR, ping)
    order = ["A hearing", "2026-CR", "Support quashing", "Keep the bed", "Comes every", "The shelter"]
    places = [shown.index(text) for text in (*order, "A ride", "The bed goes", "Please call")]
    assert places == sorted(places)


def test_about_whom_is_asked_first_unless_it_is_plain(wing: Wing) -> None:
    first, second = covered(wing.harbor).ref, begun(wing.harbor)
    wing.command(CASE_MANAGER, "ping")
    view = wing.slack.views("views.open")[-1]
    assert view["callback_id"] == View.PING_WHOM
    assert first in json.dumps(view)
    assert second in json.dumps(view)
    said = submit(wing, CASE_MANAGER, picked("ping_whom", about=first), form="ping_whom")
    assert (said["view"]["callback_id"], said["view"]["private_metadata"]) == (View.PING_FORM, first)
    wing.command(CASE_MANAGER, f"ping {second.lower()}")
    named = wing.slack.views("views.open")[-1]
    assert (named["callback_id"], named["private_metadata"]) == (View.PING_FORM, second)


def test_with_one_participant_the_form_stands_at_once(wing: Wing) -> None:
    ref = covered(wing.harbor).ref
    wing.command(CASE_MANAGER, "ping")
    assert wing.slack.views("views.open")[-1]["private_metadata"] == ref


def test_the_folder_and_home_begin_it_too(wing: Wing) -> None:
    ref = covered(wing.harbor).ref
    wing.click(CASE_MANAGER, Action.OPEN_FOLDER, value=ref)
    wing.settle()
    folder = wing.slack.views("views.update")[-1]
    assert "Ask the prosecutor's office" in labels(folder)
    wing.click(CASE_MANAGER, Action.PING_START, value=ref, view=folder)
    assert wing.slack.views("views.push")[-1]["private_metadata"] == ref
    wing.event(CASE_MANAGER, "app_home_opened", tab="home")
    assert "Ask the prosecutor's office" in labels(wing.slack.views("views.publish")[-1])


@pytest.mark.parametrize("user", [OFFICER, MANAGER, RESPONDER])
def test_who_is_on_no_care_team_asks_nothing(wing: Wing, user: SlackUserId) -> None:
    ref = covered(wing.harbor).ref
    assert "does not include this" in wing.command(user, "ping")["text"]
    assert "isn't available" in wing.command(user, f"ping {ref}")["text"]
    said = submit(wing, user, values(wing.harbor), about=ref)
    assert "isn't available" in said_in(said["view"])
    assert wing.harbor.count(Ping) == 0


def test_a_reference_that_nobody_has_is_answered_as_one_of_another_team(wing: Wing) -> None:
    ref = begun(wing.harbor)
    other = wing.harbor.seat("UOTHER001", "case_management:Another Bridge", Role.CASE_MANAGER)
    assert wing.command(other, f"ping {ref}") == wing.command(other, "ping C-00000")


@pytest.mark.parametrize("role", sorted(DUTIES[Duty.ASK]))
def test_every_role_that_asks_may_ask(wing: Wing, role: Role) -> None:
    harbor = wing.harbor
    told = covered(harbor)
    user = {Role.CASE_MANAGER: CASE_MANAGER, Role.CLINICAL_SUPERVISOR: CLINICAL}.get(role)
    if user is None:
        user = harbor.seat("UADVOC001", BRIDGE, role)
        wing.click(CLINICAL, Action.CHANGE_TEAM, value=told.ref, view={})
        joined = {
            "team.who": {"value": {"selected_user": user}},
            **picked("team", part=role.value),
        }
        submit(wing, CLINICAL, joined, form="team", about=told.ref)
    assert asked(wing, told.ref, user=user).asker == user


def test_without_any_release_the_way_to_one_is_said_at_the_court(wing: Wing) -> None:
    said = submit(wing, CASE_MANAGER, values(wing.harbor), about=begun(wing.harbor))
    assert refusals(said) == {"court": NONE_AT_ALL.format(COUNTY_WORDS)}
    assert wing.harbor.count(Ping) == 0


def test_a_class_that_no_release_covers_is_said_at_its_own_fields(wing: Wing) -> None:
    told = covered(wing.harbor, Category.LEGAL_CALENDAR, Category.BARRIERS)
    said = submit(
        wing,
        CASE_MANAGER,
        values(wing.harbor, goals="Keep the bed", name="Zebulon Testperson"),
        about=told.ref,
    )
    sentence = NOT_COVERED.format(COUNTY_WORDS)
    assert refusals(said) == {"goals": sentence, "name": sentence}
    assert wing.harbor.count(Ping, Envelope) == 0
    assert asked(wing, told.ref, values(wing.harbor)).ref


def test_an_office_that_nobody_staffs_is_said_with_its_number(wing: Wing) -> None:
    told = covered(wing.harbor)
    said = submit(wing, CASE_MANAGER, values(wing.harbor, court="saltmarsh"), about=told.ref)
    assert refusals(said) == {
        "court": "Nobody at Saltmarsh County Prosecutor takes this here today. "
        "Please call them: (555) 010-0142."
    }


def test_a_hearing_in_the_past_is_refused_by_the_courts_own_clock(wing: Wing) -> None:
    harbor = wing.harbor
    ref = covered(harbor).ref
    letters = harbor.time().astimezone(HERE).strftime("%Z")
    for ago, sentence in (
        (timedelta(hours=-1), OVER.format(letters)),
        (timedelta(days=-2), OVER.format(letters)),
    ):
        said = submit(wing, CASE_MANAGER, {**values(harbor), **at_court(harbor, ago)}, about=ref)
        assert refusals(said)["day"].startswith(sentence[:40])
    assert harbor.count(Ping) == 0


def test_half_a_time_and_none_are_asked_for(wing: Wing) -> None:
    harbor = wing.harbor
    ref = covered(harbor).ref
    whole = values(harbor)
    for gone, field, sentence in (
        (("hour",), "hour", HOUR_TOO),
        (("day",), "day", DAY_TOO),
        (("day", "hour"), "day", WHEN),
    ):
        filled = {name: one for name, one in whole.items() if name.split(".")[1] not in gone}
        assert refusals(submit(wing, CASE_MANAGER, filled, about=ref)) == {field: sentence}
    filing = {**picked(FORM, ask="filing", court="superior"), **typed(FORM, **WORDS)}
    ping = asked(wing, ref, filing)
    assert ping.hearing_at is None
    assert ping.answer_by is not None


def test_a_case_that_is_kept_gives_court_office_and_date(wing: Wing) -> None:
    harbor = wing.harbor
    ref = covered(harbor).ref
    hearing = harbor.time() + timedelta(days=2)
    matter = kept(harbor, ref, hearing_at=hearing)
    wing.command(CASE_MANAGER, f"ping {ref}")
    form = json.dumps(wing.slack.views("views.open")[-1])
    assert "Which case?" in form
    assert matter in form
    filled = {**picked(FORM, ask="hearing", matter=matter), **typed(FORM, **WORDS)}
    ping = asked(wing, ref, filled)
    assert (ping.matter, ping.court, ping.hearing_at) == (matter, "superior", hearing)
    nothing = {**picked(FORM, ask="hearing"), **typed(FORM, **WORDS)}
    assert refusals(submit(wing, CASE_MANAGER, nothing, about=ref)) == {"court": CHOOSE_COURT}


def test_a_kept_date_that_is_over_asks_for_the_next(wing: Wing) -> None:
    harbor = wing.harbor
    ref = covered(harbor).ref
    matter = kept(harbor, ref, hearing_at=harbor.time() + timedelta(hours=1))
    harbor.time.go(timedelta(hours=2))
    filled = {**picked(FORM, ask="hearing", matter=matter), **typed(FORM, **WORDS)}
    assert refusals(submit(wing, CASE_MANAGER, filled, about=ref)) == {"matter": HEARING_OVER}
    ping = asked(wing, ref, {**filled, **at_court(harbor)})
    assert ping.hearing_at is not None
    assert ping.hearing_at > harbor.time()


def kept(harbor: Harbor, ref: str, **more: object) -> str:
    with harbor.ground.database.work() as work:
        scene = harbor.ground.scene(work, CASE_MANAGER)
        matter = Matter(court="superior", **more)  # type: ignore[arg-type]
        kept = keep_matter(scene, ref, matter).id  # type: ignore[arg-type]
        work.commit()
        return kept


def test_the_same_form_sent_twice_asks_once(wing: Wing) -> None:
    ref = covered(wing.harbor).ref
    one, two = (asked(wing, ref, at="VSAME1") for _ in range(2))
    assert one.ref == two.ref
    assert wing.harbor.count(Ping) == 1
    assert len(wing.harbor.notices(Kind.PING_CARD)) == 1


def test_the_last_screen_says_who_is_asked_by_when_and_whom_to_call(wing: Wing) -> None:
    ref = covered(wing.harbor).ref
    said = said_in(submit(wing, CASE_MANAGER, values(wing.harbor), about=ref)["view"])
    assert COUNTY_WORDS in said
    assert PHONE in said
    assert "An answer is wanted by" in said
    assert "legal services" not in said


def test_a_court_elsewhere_brings_legal_services_to_mind(wing: Wing) -> None:
    harbor = wing.harbor
    saltmarsh = "prosecutor:Saltmarsh County Prosecutor"
    harbor.seat("USALTMA01", saltmarsh, Role.LIAISON_PROSECUTOR)
    ref = covered(harbor, agency=saltmarsh).ref
    said = said_in(submit(wing, CASE_MANAGER, values(harbor, court="saltmarsh"), about=ref)["view"])
    assert "legal services may help" in said


def test_nothing_of_it_stands_open(wing: Wing) -> None:
    harbor = wing.harbor
    told = covered(harbor)
    ping = asked(wing, told.ref)
    opened(wing, PROSECUTOR, ping)
    decide(wing, ping, "not_oppose", words="We stand aside on this one")
    stored = harbor.everything_stored()
    words = (*WORDS.values(), "stand aside")
    assert not [text for text in words if text.encode() in stored]
    assert ping.ref.encode() in stored


def test_nobody_on_a_site_without_courts_is_asked(wing: Wing) -> None:
    ref = covered(wing.harbor).ref
    wing.harbor.change_rules(courts=[])
    wing.command(CASE_MANAGER, f"ping {ref}")
    assert "names no court yet" in said_in(wing.slack.views("views.open")[-1])


def test_the_office_is_never_told_whose_reference_it_is(wing: Wing) -> None:
    told = covered(wing.harbor)
    ping = asked(wing, told.ref)
    assert told.ref not in opened(wing, PROSECUTOR, ping)
    assert told.ref in opened(wing, CASE_MANAGER, ping)
    assert item_of(wing.harbor, ping.ref, CASE_MANAGER)
