"""Calendars and filing holds in Slack: by the court's own days, and of nobody whom no release names."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from handlers import curtain
from handlers.court import views
from handlers.court.lists import CalendarEntry
from handlers.court.questions import NOT_LATER
from handlers.desk import Opens, Request
from models.acts.release import ReleaseForm, sign_release
from models.acts.revocation import revoke
from models.classes import Category, Purpose
from models.consent import Consent, Ended, Recipient, Signed
from models.disclosure import Disclosure
from models.participant import Participant, circle_of
from models.people import Role
from models.referral import Referral
from models.schema import ParticipantRef, ReferralRef, SlackUserId
from models.site import Contacts
from tests.handlers.court.courthouse import CHARGE, HEARING, NUMBER, last_screen, seen, with_matter, words_on
from tests.handlers.harbor import CASE_MANAGER, CLINICAL, MANAGER, NEIGHBOR, OFFICER, PROSECUTOR, Harbor
from tests.handlers.participants.folders import begin
from tests.handlers.wing import Wing, text_types, texts

OFFICE = "prosecutor:Lantern County Prosecutor"
REFUSED = words_on(curtain.refused_view(Contacts()))


@pytest.fixture
def ref(harbor: Harbor) -> ParticipantRef:
    return begin(harbor)


def released(harbor: Harbor, ref: ParticipantRef, *categories: Category) -> str:
    """A release that names the prosecutors' office; the consent's id."""
    office = Recipient(
        OFFICE,
        Role.LIAISON_PROSECUTOR,
        frozenset(categories or (Category.LEGAL_CALENDAR,)),
        frozenset({Purpose.COURT}),
        frozenset(),
    )
    today = harbor.rules().today(harbor.time())
    signed = ReleaseForm(today, Signed.ON_PAPER, (office,), today + timedelta(days=90), by_event=False)
    with harbor.ground.database.work() as work:
        scene = harbor.ground.scene(work, CASE_MANAGER)
        circle = circle_of(work, harbor.ground.vault.rows, ref)
        assert circle is not None
        release = sign_release(scene, circle, signed)
        found = work.session.scalars(select(Consent.id).where(Consent.release_id == release.id)).one()
        work.commit()
    return found


def withdrawn(harbor: Harbor, ref: ParticipantRef, consent: str) -> None:
    with harbor.ground.database.work() as work:
        revoke(harbor.ground.scene(work, CASE_MANAGER), ref, [consent], Ended.SPOKEN)
        work.commit()


def home(wing: Wing, user: SlackUserId) -> str:
    wing.event(user, "app_home_opened", tab="home")
    return "\n".join(texts(wing.slack.views("views.publish")[-1]))


def test_the_team_reads_its_hearings_by_day_on_the_courts_clock(
    harbor: Harbor, wing: Wing, ref: ParticipantRef
) -> None:
    with_matter(harbor, ref, court="saltmarsh")
    with_matter(harbor, ref, HEARING + timedelta(days=1))
    view = seen(wing, CASE_MANAGER, Opens.CALENDAR)
    assert text_types(view) == {"plain_text"}
    screen = words_on(view)
    assert screen.index(" MST, Saltmarsh District Court") < screen.index("Lantern County Superior Court")
    assert f"{ref}. Case {NUMBER}." in screen
    assert CHARGE not in screen


def test_home_offers_calendars_to_whoever_has_one_and_holds_to_prosecutors(wing: Wing) -> None:
    for user, offered in (
        (CASE_MANAGER, (True, False)),
        (PROSECUTOR, (True, True)),
        (OFFICER, (False, False)),
        (MANAGER, (False, False)),
        (NEIGHBOR, (False, False)),
        (CLINICAL, (False, False)),
    ):
        said = home(wing, user)
        assert ("Court calendar" in said, "Filing holds" in said) == offered, user


def test_homes_button_opens_a_calendar(harbor: Harbor, wing: Wing, ref: ParticipantRef) -> None:
    with_matter(harbor, ref)
    wing.click(CASE_MANAGER, "court_calendar")
    assert ref in last_screen(wing)


def test_a_prosecutor_reads_the_hearing_of_whom_a_release_names_and_it_is_disclosed(
    harbor: Harbor, wing: Wing, ref: ParticipantRef
) -> None:
    consent = released(harbor, ref)
    with_matter(harbor, ref)
    with_matter(harbor, begin(harbor, form="VBEGIN2"), number="26-9-99999-9")
    screen = words_on(seen(wing, PROSECUTOR, Opens.CALENDAR))
    assert NUMBER in screen
    assert "26-9-99999-9" not in screen
    assert CHARGE not in screen
    with harbor.ground.database.look() as work:
        [line] = work.session.scalars(select(Disclosure).where(Disclosure.reader == PROSECUTOR))
        assert (line.about, line.basis, line.authority, line.purpose) == (ref, "consent", consent, "court")
        assert line.categories == Category.LEGAL_CALENDAR


def test_a_prosecutor_cannot_tell_no_release_from_an_ended_one_or_from_no_hearing(
    harbor: Harbor, wing: Wing, ref: ParticipantRef
) -> None:
    nothing = seen(wing, PROSECUTOR, Opens.CALENDAR)
    with_matter(harbor, ref)
    never = seen(wing, PROSECUTOR, Opens.CALENDAR)
    consent = released(harbor, ref)
    assert NUMBER in words_on(seen(wing, PROSECUTOR, Opens.CALENDAR))
    withdrawn(harbor, ref, consent)
    ended = seen(wing, PROSECUTOR, Opens.CALENDAR)
    assert nothing == never == ended
    assert views.NOTHING in words_on(ended)


@pytest.mark.parametrize("user", [OFFICER, MANAGER, NEIGHBOR])
@pytest.mark.parametrize("opens", [Opens.CALENDAR, Opens.HOLDS])
def test_whoever_has_no_calendar_reads_the_one_refusal(
    harbor: Harbor, wing: Wing, ref: ParticipantRef, user: SlackUserId, opens: Opens
) -> None:
    with_matter(harbor, ref)
    assert words_on(seen(wing, user, opens)) == REFUSED


def test_a_release_that_ends_between_the_grant_and_the_screen_shows_nothing(
    harbor: Harbor, wing: Wing, ref: ParticipantRef
) -> None:
    consent = released(harbor, ref)
    with_matter(harbor, ref)
    entry = CalendarEntry(harbor.ground)
    request = Request(PROSECUTOR, "", "VSCREEN", "h0", "req-1", Opens.CALENDAR)
    for ends in (False, True):
        with harbor.ground.database.work() as work:
            rules = harbor.rules()
            assert entry.open(work, rules, request, harbor.time()) is not None
            work.commit()
        if ends:
            withdrawn(harbor, ref, consent)
        with harbor.ground.database.look() as work:
            assert entry.still(work, harbor.rules(), request, harbor.time()) is not ends
    with harbor.ground.database.look() as work:  # of a grant that nobody knows of nothing is shown
        assert not entry.still(work, harbor.rules(), request, harbor.time())


def held(harbor: Harbor, tmp_path: Path) -> tuple[ParticipantRef, ReferralRef]:
    """A participant who came from a referral whose charge is held."""
    del tmp_path
    receipt = harbor.refer()
    ref = begin(harbor)
    ends = harbor.time() + timedelta(days=10)
    with harbor.ground.database.work() as work:
        referral = work.session.get_one(Referral, receipt.ref)
        referral.filing_ends_at = ends
        referral.version += 1
        participant = work.session.get_one(Participant, ref)
        participant.referral = receipt.ref
        participant.version += 1
        for row in (referral, participant):
            harbor.ground.vault.rows.sign_row(row)
        work.commit()
    return ref, receipt.ref


def test_a_hold_is_shown_by_reference_under_a_release_only(
    harbor: Harbor, wing: Wing, tmp_path: Path
) -> None:
    ref, referral = held(harbor, tmp_path)
    without = seen(wing, PROSECUTOR, Opens.HOLDS)
    assert views.NO_HOLDS in words_on(without)
    consent = released(harbor, ref, Category.ENGAGEMENT)
    screen = words_on(seen(wing, PROSECUTOR, Opens.HOLDS))
    with harbor.ground.database.look() as work:
        [line] = work.session.scalars(select(Disclosure).where(Disclosure.reader == PROSECUTOR))
        assert (line.about, line.item, line.authority) == (ref, referral, consent)
    assert f"{referral}: held until " in screen
    assert "Assessment complete: not yet." in screen
    assert ref not in screen
    withdrawn(harbor, ref, consent)
    assert seen(wing, PROSECUTOR, Opens.HOLDS) == without


def test_the_office_holds_longer_and_never_shorter(harbor: Harbor, wing: Wing, tmp_path: Path) -> None:
    ref, referral = held(harbor, tmp_path)
    released(harbor, ref, Category.ENGAGEMENT)
    with harbor.ground.database.look() as work:
        version = work.session.get_one(Referral, referral).version
    value = f"{referral}/{version}"

    def hold(days: int) -> dict[str, object]:
        wing.click(PROSECUTOR, "extend_hold", value=value, view={"private_metadata": ""})
        form = {**wing.slack.views("views.push")[-1], "previous_view_id": "VBELOW"}
        day = harbor.rules().today(harbor.time()) + timedelta(days=days)
        picked_day = {"hold_extend.until": {"value": {"selected_date": day.isoformat()}}}
        return wing.submit(PROSECUTOR, form, picked_day, view_id=f"VHOLD{days}")

    assert hold(3)["errors"] == {"hold_extend.until": NOT_LATER}
    assert hold(30) == {}
    screen = last_screen(wing)
    assert views.HELD in screen
    assert hold(31)["errors"] == {"hold_extend.until": NOT_LATER}  # the screen it came from is stale now


def test_a_forged_hold_is_refused_with_the_words_for_no_such_reference(
    harbor: Harbor, wing: Wing, tmp_path: Path
) -> None:
    _, referral = held(harbor, tmp_path)
    said = []
    for ref in (referral, "R-00000"):
        wing.click(PROSECUTOR, "extend_hold", value=f"{ref}/1", view={"private_metadata": ""})
        form = {**wing.slack.views("views.push")[-1], "previous_view_id": "VBELOW"}
        day = {"hold_extend.until": {"value": {"selected_date": "2099-01-01"}}}
        said.append(wing.submit(PROSECUTOR, form, day))
    assert said[0] == said[1]
