"""The tour's way past conferences: asked for, proposed, brought, moved, joined, left; and every sentence."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from handlers.conferences.voices import VOICES
from models.acts.conference_times import zone_of_group
from models.acts.participants import begin
from models.acts.release import ReleaseForm, sign_release
from models.classes import Category, Purpose
from models.conference import Conference
from models.consent import Recipient, Signed
from models.notice import Kind, NewNotice, Notice, post
from models.participant import circle_of
from models.people import Role
from models.schema import ParticipantRef, SlackUserId
from sandbox.people import Person
from tests.stage import MANAGER, OFFICER, SUPERVISOR, Stage, wait_until

_KEEPER, _LAWYER = SlackUserId("UBRAMBL01"), SlackUserId("UVANEX001")
_CLINICAL = SlackUserId("UHOLLY001")
_POLICE, _COUNTY = "police:Lantern Harbor PD", "prosecutor:Lantern County Prosecutor"
_CLASSES = frozenset({Category.ENGAGEMENT, Category.BARRIERS})
_USED = "He missed curfew Tuesday and used again"


def conferences(stage: Stage) -> None:
    """Every screen, form and sentence of the feature once."""
    ref, other = _people(stage)
    keeper, officer, manager = (stage.person(one) for one in (_KEEPER, OFFICER, MANAGER))
    _proposed(stage, keeper, ref)
    found = _the_newest(stage)
    _taps(keeper, manager, officer, found)
    _apart(keeper, ref, other)
    _wished(stage, officer, keeper)
    _brought(stage, officer, stage.person(SUPERVISOR))  # of the same agency
    _moved_and_closed(stage, keeper, found)
    _whatever_is_left(stage, found)


def _people(stage: Stage) -> tuple[ParticipantRef, ParticipantRef]:
    """Two participants whose releases name the police and the county's prosecutors for conferences."""
    ground = stage.bot.floor.ground
    made = []
    for _ in range(2):
        with ground.database.work() as work:
            scene = ground.scene(work, _KEEPER)
            ref = begin(scene, "north").ref
            circle = circle_of(work, ground.vault.rows, ref)
            assert circle is not None
            today = scene.rules.today(scene.moment)
            named = (
                Recipient(_POLICE, Role.OFFICER, _CLASSES, frozenset({Purpose.CONFERENCE})),
                Recipient(_COUNTY, Role.LIAISON_PROSECUTOR, _CLASSES, frozenset({Purpose.CONFERENCE})),
            )
            until = today + timedelta(days=90)
            sign_release(scene, circle, ReleaseForm(today, Signed.ON_PAPER, named, until, by_event=False))
            work.commit()
        made.append(ref)
    return made[0], made[1]


def _hour(stage: Stage, form: str, hours: int) -> dict[str, object]:
    """Day and hour of a conference so much later, by the group's clock."""
    ground = stage.bot.floor.ground
    with ground.database.look() as work:
        rules = ground.book.current(work)
    zone = zone_of_group(rules, rules.groups_or_default()[0])
    local = (stage.now() + timedelta(hours=hours)).astimezone(zone)
    return {f"{form}.day": local.date().isoformat(), f"{form}.hour": local.strftime("%H:%M")}


def _proposed(stage: Stage, keeper: Person, ref: ParticipantRef) -> None:
    keeper.command("/lead conference")
    keeper.wait_view(callback_id="conference_start")
    keeper.click("A person")
    keeper.wait_view(callback_id="conference_whom")
    keeper.fill({"conference_whom.about": ref})
    assert keeper.submit() == {}
    form = "conference_form"
    keeper.wait_view(callback_id=form)
    keeper.fill(
        {f"{form}.reason": "safety", f"{form}.wanted": "One way to meet him", **_hour(stage, form, -5)}
    )
    assert keeper.submit() != {}
    keeper.fill({**_hour(stage, form, 20), f"{form}.barriers": _USED})
    assert keeper.submit() == {}
    keeper.wait_view(callback_id="stopped")
    keeper.close()
    keeper.fill({f"{form}.barriers": "Two approaches at once"})
    assert keeper.submit() == {}
    _done(keeper)


def _done(person: Person) -> None:
    person.wait_view(callback_id="conference_done")
    person.close(clear=True)


def _the_newest(stage: Stage) -> str:
    with stage.bot.floor.ground.database.look() as work:
        query = (
            select(Conference.ref).where(Conference.about == "person").order_by(Conference.asked_at.desc())
        )
        return work.session.scalars(query).first() or ""


def _taps(keeper: Person, manager: Person, officer: Person, ref: str) -> None:
    """The buttons of the thread, and those of the direct messages."""
    owg = "C0OWG0001"

    def below() -> object:
        return next(
            (one for one in manager.messages(owg) if one.text.startswith("What is said of a person")), None
        )

    wait_until(lambda: below() is not None, "the thread begins")
    thread = next(one for one in manager.messages(owg) if one.text.startswith("What is said of a person"))
    officer.click("Brief", message=thread)
    officer.wait_view(callback_id="opened")
    officer.click("Coming")
    _done(officer)
    officer.click("Brief", message=thread)
    officer.wait_view(callback_id="opened")
    officer.click("I do not take part")
    _done(officer)
    officer.click("Ask to join", message=thread)
    _done(officer)
    keeper.click("Open", message=keeper.wait_dm(lambda dm: f"{ref}: somebody asks" in dm.text))
    keeper.wait_view(callback_id="conference_wanted")
    keeper.click("Invite")
    keeper.wait_view(callback_id="conference_invite")
    keeper.fill({"conference_invite.guest": OFFICER})
    assert keeper.submit() == {}
    keeper.close(clear=True)
    manager.click("Another hour", message=manager.wait_dm(lambda dm: "You run it" in dm.text))
    manager.wait_view(callback_id="conference_move")
    manager.close(clear=True)
    manager.click("Close", message=thread)
    manager.wait_view(callback_id="conference_close")
    manager.close(clear=True)


def _apart(keeper: Person, one: str, other: str) -> None:
    keeper.command("/lead conference")
    keeper.wait_view(callback_id="conference_start")
    keeper.click("Keep two people apart")
    keeper.wait_view(callback_id="conference_apart")
    keeper.fill({"conference_apart.one": one, "conference_apart.other": other})
    assert keeper.submit() == {}
    keeper.close(clear=True)


def _wished(stage: Stage, officer: Person, keeper: Person) -> None:
    del stage, keeper
    officer.command("/lead conference R-00000")
    officer.wait_view(callback_id="conference_wish")
    officer.fill({"conference_wish.reason": "safety"})
    assert officer.submit() == {}
    _done(officer)


def _brought(stage: Stage, officer: Person, colleague: Person) -> None:
    officer.command("/lead conference")
    officer.wait_view(callback_id="conference_start")
    officer.click("A potential referral")
    form = "conference_potential"
    officer.wait_view(callback_id=form)
    answers = {f"{form}.reason": "safety", f"{form}.region": "north", f"{form}.happens": "Wants a bed"}
    officer.fill({**answers, **_hour(stage, form, 26)})
    assert officer.submit() == {}
    officer.close(clear=True)
    with stage.bot.floor.ground.database.look() as work:
        query = select(Conference.ref).where(Conference.about == "potential")
        ref = work.session.scalars(query).one()
    colleague.command("/lead conference")
    colleague.wait_view(callback_id="conference_start")
    colleague.click("Add to what your agency brought")
    colleague.wait_view(callback_id="conference_add")
    colleague.fill({"conference_add.which": ref, "conference_add.happens": "Likes the dock"})
    assert colleague.submit() == {}
    colleague.close(clear=True)


def _moved_and_closed(stage: Stage, keeper: Person, ref: str) -> None:
    for button, form, answers in (
        ("Another hour", "conference_move", _hour(stage, "conference_move", 22)),
        ("Close the conference", "conference_close", {"conference_close.how": "situation_only"}),
    ):
        keeper.click(
            "Open", message=keeper.wait_dm(lambda dm: f"{ref}: " in dm.text and "see the brief" in dm.text)
        )
        keeper.wait_view(callback_id="opened")
        keeper.click(button)
        keeper.wait_view(callback_id=form)
        keeper.fill(answers)
        assert keeper.submit() == {}
        keeper.close(clear=True)


def _whatever_is_left(stage: Stage, closed: str) -> None:
    """Kinds that only time or trouble brings about are posted straight, about one that stands."""
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        conference = work.session.get_one(Conference, closed)
        conference.state, conference.starts_at = "begun", ground.now()
        conference.version += 1
        ground.vault.rows.sign_row(conference)
        work.commit()
    with ground.database.work() as work:
        sent = set(work.session.scalars(select(Notice.kind).where(Notice.outcome == "sent")))
        missing = [kind for kind in sorted(VOICES) if kind.value not in sent]
        post(work, ground.now(), [_notice(kind, closed) for kind in missing])
        work.commit()
    ground.wake()
    wait_until(
        lambda: _arrived(stage, missing), f"these kinds arrive: {missing}", seconds=3 * len(missing) + 5
    )


def _notice(kind: Kind, ref: str) -> NewNotice:
    to = {
        Kind.CONFERENCE_FACILITATE: SlackUserId(MANAGER),
        Kind.CONFERENCE_NOT_REACHED: SlackUserId(MANAGER),
        Kind.CONFERENCE_INVITED: _LAWYER,
        Kind.CONFERENCE_CARD: _LAWYER,
        Kind.CONFERENCE_SIT_OUT: _CLINICAL,
        Kind.CONFERENCE_NEWS: SlackUserId("C0OWG0001"),
    }.get(kind, _KEEPER)
    target = "not_held" if kind is Kind.CONFERENCE_NEWS else "C-00000"
    return NewNotice(kind, to, f"tour:{kind.value}", subject=ref, target=target)


def _arrived(stage: Stage, kinds: list[Kind]) -> bool:
    stage.move_clock(timedelta(seconds=1))
    with stage.bot.floor.ground.database.look() as work:
        query = select(Notice.kind).where(Notice.outcome == "sent", Notice.dedupe_key.startswith("tour:"))
        return {kind.value for kind in kinds} <= set(work.session.scalars(query))
