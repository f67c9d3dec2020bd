"""Coordination in the journeys: a participant with a release, the filled form, and time by the clock."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from handlers.pings.compose import WORDS_OF
from models.acts.participants import begin
from models.acts.release import ReleaseForm, sign_release
from models.classes import Category, Purpose
from models.consent import Consent, Recipient, Signed
from models.notice import Notice
from models.participant import circle_of
from models.people import Role
from models.schema import ParticipantRef, SlackUserId
from sandbox.faces import SeenMessage, SeenView
from tests.canary import Canaries
from tests.journeys import steps
from tests.stage import Stage, wait_until

CASE_MANAGER, CLINICAL = SlackUserId("UBRAMBL01"), SlackUserId("UHOLLY001")
PROSECUTOR, COLLEAGUE = SlackUserId("UVANEX001"), SlackUserId("UTULLEX01")
DEFENDER = SlackUserId("UAPPLEG01")
COUNTY, POLICE = "prosecutor:Lantern County Prosecutor", "police:Lantern Harbor PD"
HARBOR = ZoneInfo("America/Los_Angeles")
CLASSES = frozenset({Category.LEGAL_CALENDAR, Category.ENGAGEMENT, Category.BARRIERS})
OPTIONAL = ("goals", "progress", "barriers", "plan", "effect", "text")
_TUESDAY = 1
_REFERENCE = re.compile(r"\bP-[0-9A-Z]{5}\b")


@dataclass
class Played:
    """A stage with a participant whose release names the prosecutors and the police supervisor."""

    stage: Stage
    canaries: Canaries
    ref: ParticipantRef
    asked: list[str] = field(default_factory=list)

    def go(self, moment: datetime) -> None:
        """Let time come to this moment, with everything that falls due by then."""
        while self.stage.now() < moment:
            self.stage.move_clock(moment - self.stage.now() + timedelta(milliseconds=20))
        wait_until(lambda: steps.due_now(self.stage) == 0, "what fell due was taken")
        wait_until(self._told, "what is due has left")

    def _told(self) -> bool:
        return steps.is_settled(self.stage) or _only_later(self.stage)

    def ask(self, hearing: datetime | None, what: str = "hearing") -> str:
        """Through the form, every field filled with a canary; the reference."""
        keeper = self.stage.person(CASE_MANAGER)
        keeper.command(f"/lead ping {self.ref}")
        keeper.wait_view(callback_id="ping_form")
        answers: dict[str, object] = {"ping_form.ask": what, "ping_form.court": "superior"}
        if hearing is not None:
            local = hearing.astimezone(HARBOR)
            answers |= {"ping_form.day": f"{local:%Y-%m-%d}", "ping_form.hour": f"{local:%H:%M}"}
        for name in ("case", "wanted", *OPTIONAL):
            assert name in WORDS_OF
            answers[f"ping_form.{name}"] = self.canaries.sow(f"ping_form.{name}")
        keeper.fill(answers)
        assert keeper.submit() == {}
        ref = reference_in(keeper.wait_view(callback_id="ping_sent").words)
        keeper.close(clear=True)
        self.asked.append(ref)
        return ref

    def card(self, user: str, ref: str) -> SeenMessage:
        """Somebody's card of it."""
        return self.stage.person(user).wait_dm(lambda dm: dm.text.startswith(f"Coordination {ref}."))

    def open(self, user: str, ref: str) -> SeenView:
        """Tap Open on the card; the opened item."""
        reader = self.stage.person(user)
        reader.click("Open", message=self.card(user, ref))
        return reader.wait_view(callback_id="opened")

    def heard(self, user: str, ref: str) -> list[str]:
        """What somebody was told of it, without the reference and the receipt."""
        texts = [dm.text for dm in self.stage.person(user).dms() if ref in dm.text and not dm.ephemeral]
        return [text.replace(f"{ref}: ", "").partition(" Receipt ")[0].replace(ref, "REF") for text in texts]

    def shown_fields(self) -> set[str]:
        """Every field that was filled."""
        return {f"ping_form.{name}" for name in ("case", "wanted", *OPTIONAL)}


def reference_in(text: str) -> str:
    """The coordination that a text names."""
    found = _REFERENCE.search(text)
    assert found is not None, "a reference was expected"
    return found.group()


def tuesday(stage: Stage, hour: int, minute: int) -> datetime:
    """This time of the next Tuesday in Lantern Harbor."""
    today = stage.now().astimezone(HARBOR).date()
    day = today + timedelta(days=(_TUESDAY - today.weekday()) % 7 or 7)
    return datetime.combine(day, time(hour, minute), HARBOR)


def begun(stage: Stage) -> Played:
    """A participant, and one release that names both offices."""
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        ref = begin(ground.scene(work, CASE_MANAGER), "north").ref
        work.commit()
    with ground.database.work() as work:
        scene = ground.scene(work, CASE_MANAGER)
        circle = circle_of(work, ground.vault.rows, ref)
        assert circle is not None
        today = scene.rules.today(scene.moment)
        recipients = (
            Recipient(COUNTY, Role.LIAISON_PROSECUTOR, CLASSES, frozenset({Purpose.COURT})),
            Recipient(
                POLICE, Role.POLICE_SUPERVISOR, frozenset({Category.BARRIERS}), frozenset({Purpose.COURT})
            ),
        )
        form = ReleaseForm(today, Signed.ON_PAPER, recipients, today + timedelta(days=200), by_event=False)
        sign_release(scene, circle, form)
        work.commit()
    return Played(stage, Canaries(), ref)


def consent_of(played: Played, agency: str) -> Consent:
    """The participant's consent for an agency."""
    with played.stage.bot.floor.ground.database.look() as work:
        query = select(Consent).where(Consent.participant == played.ref, Consent.agency == agency)
        found = work.session.scalars(query).one()
        work.session.expunge(found)
        return found


def _only_later(stage: Stage) -> bool:
    """What still waits is for a day to come: a written form that is asked for."""
    with stage.bot.floor.ground.database.look() as work:
        query = select(Notice).where(Notice.settled_at.is_(None), Notice.due_at <= stage.now())
        return not work.session.scalars(query).all()
