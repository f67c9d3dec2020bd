"""The tour's way past coordination: every form and view of it, and every sentence in its threads."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from handlers.pings.notices import ASKER_WORDS, BOTH_WORDS, THREAD_WORDS
from handlers.pings.voices import VOICES
from models.acts.participants import begin
from models.acts.release import ReleaseForm, sign_release
from models.classes import Category, Purpose
from models.consent import Recipient, Signed
from models.envelope import SealedItem
from models.notice import Kind, NewNotice, Notice, post
from models.participant import circle_of
from models.people import Role
from models.schema import Handle, SlackUserId
from sandbox.faces import SeenMessage, SeenView
from sandbox.people import Person
from tests.stage import MANAGER, Stage, wait_until

_KEEPER, _LAWYER = SlackUserId("UBRAMBL01"), SlackUserId("UVANEX001")
_COUNTY = "prosecutor:Lantern County Prosecutor"
_ACTIONABLE = "He missed curfew Tuesday and used again"
_CLASSES = frozenset({Category.LEGAL_CALENDAR, Category.ENGAGEMENT, Category.BARRIERS})


def pings(stage: Stage) -> None:
    """Asked, stopped once, taken, asked for more, decided; handed on; closed; and every kind that is left."""
    keeper, lawyer = stage.person(_KEEPER), stage.person(_LAWYER)
    ref = _released(stage)
    first = _stopped_then_asked(keeper, ref)
    _open(lawyer, first)
    _tap(lawyer, "I have it")
    lawyer.click("What I may tell my office")
    lawyer.wait_view(title="For my office")
    lawyer.close()
    _form(lawyer, "Taking it to my office", "ping_office", {"ping_office.by": "2020-01-01"}, mistaken=True)
    lawyer.fill({"ping_office.by": str(stage.now().date() + timedelta(days=1))})
    assert lawyer.submit() == {}
    _stands(lawyer, "there is a day")
    _form(lawyer, "Mine to decide", "ping_decision", {"ping_decision.decision": "hold"}, mistaken=True)
    lawyer.fill({"ping_decision.decision": "need_more", "ping_decision.words": "Who drives?"})
    assert lawyer.submit() == {}
    _stands(lawyer, "has your answer")
    lawyer.close(clear=True)
    heard = keeper.wait_dm(lambda dm: dm.text.startswith(f"{first}: more is asked for"))
    keeper.click("Open", message=heard)
    keeper.wait_view(callback_id="opened")
    _form(keeper, "Add what they asked for", "ping_more", {"ping_more.send": "more"}, mistaken=True)
    keeper.fill({"ping_more.more": _ACTIONABLE})
    assert keeper.submit() == {}
    keeper.wait_view(callback_id="stopped")
    keeper.close()
    keeper.fill({"ping_more.send": "routine", "ping_more.more": ""})
    assert keeper.submit() == {}
    _stands(keeper, "has gone to whoever was asked")
    keeper.close(clear=True)
    _handed_on(keeper, lawyer, ref)
    _closed(stage, keeper, lawyer, ref)
    _whatever_is_left(stage, keeper, ref)


def _stopped_then_asked(keeper: Person, ref: str) -> str:
    """Stopped by the Golden Rule's guard; the routine update goes instead."""
    keeper.command("/lead ping")
    keeper.wait_view(callback_id="ping_whom")
    keeper.fill({"ping_whom.about": ref})
    assert keeper.submit() == {}
    keeper.wait_view(callback_id="ping_form")
    keeper.fill({**_answers(), "ping_form.day": "2020-01-01", "ping_form.hour": "09:00"})
    assert keeper.submit() != {}
    keeper.fill({"ping_form.day": "2099-01-01", "ping_form.barriers": _ACTIONABLE})
    assert keeper.submit() == {}
    keeper.wait_view(callback_id="ping_stopped")
    assert keeper.submit() == {}
    keeper.wait_view(callback_id="ping_form", predicate=lambda view: "What to send" in view.words)
    keeper.fill({name: answer for name, answer in _answers().items() if not name.endswith("wanted")})
    assert keeper.submit() == {}
    return _sent(keeper)


def _handed_on(keeper: Person, lawyer: Person, ref: str) -> None:
    second = _asked(keeper, ref)
    _open(lawyer, second)
    lawyer.click("Not mine")
    lawyer.wait_view(callback_id="ping_not_mine")
    lawyer.fill({"ping_not_mine.office": "none"})
    assert lawyer.submit() == {}
    lawyer.wait_view(predicate=lambda view: "out of your hands" in view.words)
    lawyer.close(clear=True)
    keeper.wait_dm(lambda dm: dm.text.startswith(f"{second}: it belongs to another office"))


def _closed(stage: Stage, keeper: Person, lawyer: Person, ref: str) -> None:
    third = _asked(keeper, ref)
    card = _card(lawyer, third)
    for person in (keeper, lawyer):
        person.open_home()
        person.wait_home(lambda home: third in home.words)
    assert third in stage.person(MANAGER).command(f"/lead status {third}").text
    keeper.click(f"home.ping.{_handle(stage, third, _KEEPER)}", in_home=True)
    keeper.wait_view(callback_id="opened")
    _tap(keeper, "Close")
    keeper.close(clear=True)
    lawyer.wait_dm(lambda dm: dm.thread_ts == card.ts and "no answer is needed" in dm.text)


def _whatever_is_left(stage: Stage, keeper: Person, ref: str) -> None:
    """Kinds that none of these acts brings about are posted straight, about one that waits."""
    last = _asked(keeper, ref)
    _card(stage.person(_LAWYER), last)
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        sent = set(work.session.scalars(select(Notice.kind).where(Notice.outcome == "sent")))
        missing = [kind for kind in sorted(VOICES) if kind.value not in sent]
        post(work, ground.now(), [_notice(stage, kind, last) for kind in missing])
        work.commit()
    ground.wake()
    wait_until(lambda: _arrived(stage, missing), "these kinds arrive", seconds=3 * len(missing) + 5)


def _notice(stage: Stage, kind: Kind, ref: str) -> NewNotice:
    to = _LAWYER if kind in THREAD_WORDS else _KEEPER if kind in {**ASKER_WORDS, **BOTH_WORDS} else None
    handle = _handle(stage, ref, _LAWYER) if kind in THREAD_WORDS else None
    return NewNotice(kind, to or SlackUserId(MANAGER), f"tour:{kind.value}", subject=ref, handle=handle)


def _arrived(stage: Stage, kinds: list[Kind]) -> bool:
    stage.move_clock(timedelta(seconds=1))
    with stage.bot.floor.ground.database.look() as work:
        query = select(Notice.kind).where(Notice.outcome == "sent", Notice.dedupe_key.startswith("tour:"))
        return {kind.value for kind in kinds} <= set(work.session.scalars(query))


def _released(stage: Stage) -> str:
    """A participant whose release names the office; not the only one of this case manager's."""
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        ref, _ = (begin(ground.scene(work, _KEEPER), "north").ref for _ in range(2))
        work.commit()
    with ground.database.work() as work:
        scene = ground.scene(work, _KEEPER)
        circle = circle_of(work, ground.vault.rows, ref)
        assert circle is not None
        today = scene.rules.today(scene.moment)
        office = Recipient(_COUNTY, Role.LIAISON_PROSECUTOR, _CLASSES, frozenset({Purpose.COURT}))
        until = today + timedelta(days=90)
        sign_release(scene, circle, ReleaseForm(today, Signed.ON_PAPER, (office,), until, by_event=False))
        work.commit()
    return ref


def _answers() -> dict[str, object]:
    return {
        "ping_form.ask": "filing",
        "ping_form.court": "superior",
        "ping_form.case": "2026-CR-0000",
        "ping_form.wanted": "Decline to file",
    }


def _asked(keeper: Person, ref: str) -> str:
    keeper.command(f"/lead ping {ref}")
    keeper.wait_view(callback_id="ping_form")
    keeper.fill(_answers())
    assert keeper.submit() == {}
    return _sent(keeper)


def _sent(keeper: Person) -> str:
    view = keeper.wait_view(callback_id="ping_sent")
    keeper.close(clear=True)
    return next(word for word in view.words.split() if word.startswith("P-"))


def _card(lawyer: Person, ref: str) -> SeenMessage:
    return lawyer.wait_dm(lambda dm: dm.text.startswith(f"Coordination {ref}."))


def _open(lawyer: Person, ref: str) -> None:
    lawyer.click("Open", message=_card(lawyer, ref))
    lawyer.wait_view(callback_id="opened")


def _tap(person: Person, button: str) -> None:
    person.click(button)
    _stands(person, "Noted")


def _stands(person: Person, words: str) -> SeenView:
    return person.wait_view(callback_id="opened", predicate=lambda view: words in view.words)


def _form(person: Person, button: str, form: str, answers: dict[str, object], *, mistaken: bool) -> None:
    person.click(button)
    person.wait_view(callback_id=form)
    person.fill(answers)
    assert (person.submit() != {}) == mistaken


def _handle(stage: Stage, ref: str, user: SlackUserId) -> Handle:
    with stage.bot.floor.ground.database.look() as work:
        query = select(SealedItem.handle).where(SealedItem.subject == ref, SealedItem.recipient == user)
        return work.session.scalars(query).one()
