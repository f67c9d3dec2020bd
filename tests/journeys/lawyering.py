"""The other lawyers in the journeys: somebody with a case number and releases, and what is done in Slack."""

from __future__ import annotations

import re
from datetime import timedelta

from models.acts.matters import Matter, keep_matter
from models.acts.participants import begin
from models.acts.release import ReleaseForm, sign_release
from models.acts.revocation import revoke
from models.classes import Category, Purpose
from models.consent import Ended, Recipient, Signed
from models.participant import circle_of
from models.people import Role
from models.schema import ParticipantRef, SlackUserId
from models.sensitive import Sensitive
from sandbox.faces import SeenMessage
from tests.stage import Stage

CASE_MANAGER = SlackUserId("UBRAMBL01")
PROSECUTOR, DEFENDER, LAWYER = SlackUserId("UVANEX001"), SlackUserId("UAPPLEG01"), SlackUserId("UPELL0001")
COUNTY = "prosecutor:Lantern County Prosecutor"
DEFENSE = "defense:Lantern County Public Defense"
AID = "legal_services:Tidewater Legal Aid"
NUMBER, SAME_NUMBER = "26-1-00417-2", "26 1 00417 2"
FORMS = {PROSECUTOR: "question_form", DEFENDER: "scheduling_form"}
_COURT = frozenset({Category.LEGAL_CALENDAR})
RECIPIENTS = (
    Recipient(COUNTY, Role.LIAISON_PROSECUTOR, _COURT, frozenset({Purpose.COURT})),
    Recipient(DEFENSE, Role.PUBLIC_DEFENDER, _COURT, frozenset({Purpose.COURT})),
    Recipient(AID, Role.LEGAL_SERVICES, frozenset({Category.BARRIERS}), frozenset({Purpose.SERVICES})),
)
_REFERENCE = re.compile(r"\bP-[0-9A-Z]{5}\b")


def known(stage: Stage, number: str = NUMBER, *, released: bool = True) -> ParticipantRef:
    """A participant with a matter of this number, a date to come, and a release to the three lawyers."""
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        scene = ground.scene(work, CASE_MANAGER)
        ref = begin(scene, "north").ref
        hearing = scene.moment + timedelta(days=20)
        keep_matter(scene, ref, Matter("superior", hearing_at=hearing, details={"number": Sensitive(number)}))
        work.commit()
    if released:
        _release(stage, ref)
    return ref


def _release(stage: Stage, ref: ParticipantRef) -> None:
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        scene = ground.scene(work, CASE_MANAGER)
        circle = circle_of(work, ground.vault.rows, ref)
        assert circle is not None
        today = scene.rules.today(scene.moment)
        until = today + timedelta(days=200)
        sign_release(scene, circle, ReleaseForm(today, Signed.ON_PAPER, RECIPIENTS, until, by_event=False))
        work.commit()


def withdrawn(stage: Stage, ref: ParticipantRef) -> None:
    """The participant takes all of it back."""
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        circle = circle_of(work, ground.vault.rows, ref)
        assert circle is not None
        revoke(ground.scene(work, CASE_MANAGER), ref, [one.id for one in circle.consents], Ended.SPOKEN)
        work.commit()


def ask(stage: Stage, user: SlackUserId, words: str, number: str = SAME_NUMBER, days: int = 3) -> str:
    """`/lead ping` of a lawyer outside the team, filled and sent; the reference on the receipt."""
    lawyer, form = stage.person(user), FORMS[user]
    lawyer.command("/lead ping")
    lawyer.wait_view(callback_id=form)
    rules = stage.bot.floor.ground.book
    with stage.bot.floor.ground.database.look() as work:
        by = rules.current(work).today(stage.now()) + timedelta(days=days)
    chosen = {"ask": "filing"} if user == PROSECUTOR else {"help": "attend"}
    answers = {**chosen, "court": "superior", "number": number, "by": by.isoformat(), "words": words}
    lawyer.fill({f"{form}.{name}": answer for name, answer in answers.items()})
    assert lawyer.submit() == {}
    found = _REFERENCE.search(lawyer.wait_view(callback_id="question_sent").words)
    assert found is not None
    lawyer.close(clear=True)
    return found.group()


def card(stage: Stage, user: str, ref: str) -> SeenMessage:
    """Somebody's card of it."""
    return stage.person(user).wait_dm(lambda dm: dm.text.startswith(f"Coordination {ref}."))


def open_card(stage: Stage, user: str, ref: str) -> None:
    """Tap Open on the card."""
    reader = stage.person(user)
    reader.click("Open", message=card(stage, user, ref))
    reader.wait_view(callback_id="opened")


def open_lawyers(stage: Stage, ref: ParticipantRef) -> None:
    """From Home to the folder, and from there to the lawyers."""
    keeper = stage.person(CASE_MANAGER)
    keeper.open_home()
    home = keeper.wait_home(lambda home: ref in home.words)
    row = next(
        block["block_id"]
        for block in home.body["blocks"]
        if str(block.get("block_id", "")).startswith("home.person") and ref in str(block)
    )
    keeper.click(row, in_home=True)
    keeper.wait_view(callback_id="opened")
    keeper.click("Lawyers")
    keeper.wait_view(callback_id="lawyers")
