"""The tour's way past courts: a matter kept and changed, a calendar's row settled, lists looked at."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from handlers.court.importing import CalendarImport
from handlers.court.notices import court_words
from models.acts.chain import BOT
from models.acts.folder import write_details
from models.acts.participants import begin
from models.acts.release import ReleaseForm, sign_release
from models.classes import Category, Purpose
from models.consent import Recipient, Signed
from models.notice import Kind, NewNotice, post
from models.participant import Participant, circle_of
from models.people import Role
from models.referral import Referral
from models.schema import ParticipantRef, SlackUserId, rfc3339
from models.sensitive import Sensitive
from sandbox.people import Person
from tests.stage import Stage

_KEEPER, _PROSECUTOR = SlackUserId("UBRAMBL01"), "UVANEX001"
_OFFICE = "prosecutor:Lantern County Prosecutor"
_HEADER = "court,starts_at,name,date_of_birth,case_number,kind"


def courts(stage: Stage) -> None:
    """Every screen and form of the feature, opened and sent once."""
    keeper = stage.person(_KEEPER)
    ref = _somebody(stage)
    _a_file_came(stage)
    card = keeper.wait_dm(lambda dm: dm.text == court_words(Kind.POSSIBLE_MATCH, ref))
    keeper.click("Open", message=card)
    keeper.wait_view(callback_id="opened", predicate=lambda view: "Possibly theirs" in view.words)
    keeper.click("It is theirs")
    keeper.wait_view(callback_id="opened", predicate=lambda view: "Written down as theirs" in view.words)
    keeper.click("Add a court matter")
    keeper.wait_view(callback_id="matter_new")
    keeper.fill({"Court": "municipal", "When did it arise?": "unknown", "Next hearing: day": "2001-01-01"})
    assert keeper.submit() != {}
    keeper.fill({"Next hearing: hour": "09:00"})
    assert keeper.submit() != {}
    keeper.fill({"Next hearing: day": (stage.now() + timedelta(days=30)).date().isoformat()})
    _sent(stage, keeper)
    keeper.click("Change")
    keeper.wait_view(callback_id="matter_change")
    keeper.fill({"Warrant": "active", "Notes": "Fictional notes."})
    _sent(stage, keeper)
    keeper.click("Close")
    keeper.wait_view(callback_id="opened", predicate=lambda view: "Nobody is reminded" in view.words)
    keeper.close(clear=True)
    _reminded(stage, ref)
    _a_hold(stage, ref)
    _lists(stage)


def _lists(stage: Stage) -> None:
    """The calendar of a team and of an office, and a hold that is made longer."""
    for user in (_KEEPER, _PROSECUTOR):
        who = stage.person(user)
        _from_home(who, "Court calendar")
        who.close(clear=True)
    prosecutor = stage.person(_PROSECUTOR)
    _from_home(prosecutor, "Filing holds")
    prosecutor.click("Hold longer")
    prosecutor.wait_view(callback_id="hold_extend")
    prosecutor.fill({"Until the end of this day": "2001-01-01"})
    assert prosecutor.submit() != {}
    prosecutor.fill({"Until the end of this day": "2099-01-01"})
    _sent(stage, prosecutor, "Noted.")
    prosecutor.close(clear=True)


def _from_home(who: Person, button: str) -> None:
    who.open_home()
    who.wait_home(lambda home: button in home.words)
    who.click(button, in_home=True)
    who.wait_view(callback_id="opened")


def _a_hold(stage: Stage, ref: ParticipantRef) -> None:
    """They came from a referral whose charge is held, and have signed for the office to know of it."""
    ground = stage.bot.floor.ground
    office = Recipient(
        _OFFICE,
        Role.LIAISON_PROSECUTOR,
        frozenset({Category.ENGAGEMENT}),
        frozenset({Purpose.COURT}),
        frozenset(),
    )
    with ground.database.work() as work:
        scene = ground.scene(work, _KEEPER)
        linked = select(Participant.referral).where(Participant.referral.is_not(None))
        referral = work.session.scalars(select(Referral).where(Referral.ref.not_in(linked)).limit(1)).one()
        person = work.session.get_one(Participant, ref)
        referral.filing_ends_at, person.referral = scene.moment + timedelta(days=10), referral.ref
        for row in (referral, person):
            row.version += 1
            ground.vault.rows.sign_row(row)
        work.session.flush()
        circle = circle_of(work, ground.vault.rows, ref)
        assert circle is not None
        today = scene.rules.today(scene.moment)
        signed = ReleaseForm(today, Signed.ON_PAPER, (office,), today + timedelta(days=90), by_event=False)
        sign_release(scene, circle, signed)
        work.commit()


def _reminded(stage: Stage, ref: ParticipantRef) -> None:
    """What the clock would say in weeks is said now."""
    ground, keeper = stage.bot.floor.ground, stage.person(_KEEPER)
    for kind in (Kind.HEARING_NEAR, Kind.HEARING_WAS):
        with ground.database.work() as work:
            post(work, ground.now(), [NewNotice(kind, _KEEPER, f"tour:{kind.value}:{ref}", subject=ref)])
            work.commit()
        ground.wake()
        keeper.wait_dm(lambda dm, kind=kind: dm.text == court_words(kind, ref))  # type: ignore[misc]  # a default binds the loop's value


def _somebody(stage: Stage) -> ParticipantRef:
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        scene = ground.scene(work, _KEEPER)
        ref = begin(scene, "north").ref
        write_details(scene, ref, {Category.IDENTITY: {"called": Sensitive("Clementine Courtperson")}})
        work.commit()
    return ref


def _a_file_came(stage: Stage) -> None:
    at = rfc3339(stage.now() + timedelta(days=20))
    path = stage.folder / "court.csv"
    path.write_text(f"{_HEADER}\nsuperior,{at},Clementine Courtperson,,26-0-00000-0,hearing\n")
    CalendarImport(stage.bot.floor.ground).take(BOT, path)
    path.unlink()


def _sent(stage: Stage, who: Person, told: str = "Saved.") -> None:
    before = who.stack[-2].body["hash"]
    assert who.submit() == {}
    who.wait_view(
        callback_id="opened", predicate=lambda view: told in view.words and view.body["hash"] != before
    )
