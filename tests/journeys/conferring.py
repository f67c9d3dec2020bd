"""Conferences in the journeys: a participant with a release, the filled forms, and a thread's buttons."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from models.acts.participants import begin
from models.acts.release import ReleaseForm, sign_release
from models.acts.revocation import revoke
from models.classes import Category, Purpose
from models.conference import Conference
from models.consent import Consent, Ended, Recipient, Signed
from models.participant import Participant, circle_of
from models.people import Role
from models.schema import ParticipantRef, ReferralRef
from sandbox.faces import SeenMessage, SeenView
from tests.canary import Canaries
from tests.journeys.coordination import CASE_MANAGER, COUNTY, POLICE, PROSECUTOR
from tests.journeys.shifts import HARBOR, told
from tests.stage import OFFICER, QUAY_OFFICER, Stage, wait_until

OWG = "C0OWG0001"
TABLE = (OFFICER, QUAY_OFFICER, PROSECUTOR)
# Which release line lets each side read which fields of the brief.
POLICE_READS = ("wanted", "goals", "barriers")
COUNTY_READS = (*POLICE_READS, "court")
TEAM_READS = (*COUNTY_READS, "name", "place")
_THURSDAY = 3
_REFERENCE = re.compile(r"\bK-[0-9A-Z]{5}\b")
_FOR_POLICE = frozenset({Category.ENGAGEMENT, Category.BARRIERS})
_WORDS = "What is said of a person stays in the briefs"


@dataclass
class Conferring:
    """A stage, and what was sown in it."""

    stage: Stage
    canaries: Canaries = field(default_factory=Canaries)
    fields: tuple[str, ...] = TEAM_READS
    taken: int = 0

    def thursday(self) -> datetime:
        """Half past ten of the next Thursday that is two days away."""
        here = (self.stage.now() + timedelta(days=2)).astimezone(HARBOR)
        day = here + timedelta(days=(_THURSDAY - here.weekday()) % 7 or 7)
        return day.replace(hour=10, minute=30, second=0, microsecond=0)

    def soon(self) -> datetime:
        """In a day and some hours; each time 20 minutes later, for nobody runs two at once."""
        self.taken += 1
        at = self.stage.now() + timedelta(hours=25, minutes=20 * self.taken)
        return at.replace(second=0, microsecond=0)

    def participant(self, days: int = 200, referral: str = "", *, county: bool = True) -> ParticipantRef:
        """Somebody whose release names the police, and the county's prosecutors, for conferences."""
        ground = self.stage.bot.floor.ground
        with ground.database.work() as work:
            row = begin(ground.scene(work, CASE_MANAGER), "north")
            ref = row.ref
            if referral:
                row.referral, row.version = ReferralRef(referral), row.version + 1
                ground.vault.rows.sign_row(row)
            work.commit()
        with ground.database.work() as work:
            scene = ground.scene(work, CASE_MANAGER)
            circle = circle_of(work, ground.vault.rows, ref)
            assert circle is not None
            today, confer = scene.rules.today(scene.moment), frozenset({Purpose.CONFERENCE})
            lines = [Recipient(POLICE, Role.OFFICER, _FOR_POLICE, confer)]
            if county:
                reads = _FOR_POLICE | {Category.LEGAL_CALENDAR}
                lines.append(Recipient(COUNTY, Role.LIAISON_PROSECUTOR, reads, confer))
            until = today + timedelta(days=days)
            sign_release(
                scene, circle, ReleaseForm(today, Signed.ON_PAPER, tuple(lines), until, by_event=False)
            )
            work.commit()
        return ref

    def fill_brief(
        self, at: datetime | None, guests: Iterable[str] = TABLE, told_time: Iterable[str] = ()
    ) -> SeenView:
        """Fill the form that stands open, every line of the brief with a canary of its own."""
        keeper = self.stage.person(CASE_MANAGER)
        form = keeper.wait_view(callback_id="conference_form")
        answers: dict[str, object] = {
            "conference_form.reason": "two_approaches",
            "conference_form.guests": list(guests),
            **(hour("conference_form", at) if at else {}),
        }
        if told_time:
            answers["conference_form.time_only"] = list(told_time)
        for name in self.fields:
            answers[f"conference_form.{name}"] = self.canaries.sow(f"brief.{name}.{len(self.canaries.texts)}")
        keeper.fill(answers)
        return form

    def propose(
        self, ref: str, at: datetime | None, guests: Iterable[str] = TABLE, told_time: Iterable[str] = ()
    ) -> str:
        """From the command to the end of the form; the conference's reference."""
        keeper = self.stage.person(CASE_MANAGER)
        keeper.command(f"/lead conference {ref}")
        self.fill_brief(at, guests, told_time)
        assert keeper.submit() == {}
        keeper.wait_view(callback_id="conference_done")
        keeper.close(clear=True)
        told(self.stage)
        return self.newest(ref)

    def newest(self, ref: str) -> str:
        """The conference about a participant."""
        with self.stage.bot.floor.ground.database.look() as work:
            query = select(Conference.ref).where(Conference.participant == ref)
            return work.session.scalars(query.order_by(Conference.asked_at.desc())).first() or ""

    def row(self, ref: str) -> Conference:
        """As it stands."""
        with self.stage.bot.floor.ground.database.look() as work:
            found = work.session.scalars(select(Conference).where(Conference.ref == ref)).one()
            work.session.expunge(found)
            return found

    def thread(self, ref: str) -> SeenMessage:
        """The message with the buttons, under the line in the group's channel."""

        def found() -> SeenMessage | None:
            line = next((one for one in self.channel() if one.text.startswith(f"Conference {ref} ")), None)
            under = (one for one in self.channel() if line and one.thread_ts == line.ts)
            return next((one for one in under if one.text.startswith(_WORDS)), None)

        wait_until(lambda: found() is not None, "the thread begins")
        message = found()
        assert message is not None
        return message

    def channel(self) -> list[SeenMessage]:
        """What stands in the work group's channel for everybody."""
        return [one for one in self.stage.person("UFENNIM01").messages(OWG) if not one.ephemeral]

    def said(self, ref: str) -> list[str]:
        """What the channel says of a conference; an agenda on the way that lists it is of the meeting."""
        return [one.text for one in self.channel() if one.text.startswith(f"Conference {ref}")]

    def brief(self, user: str, ref: str) -> str:
        """Tap the thread's Brief; every word of what the reader is shown then."""
        reader = self.stage.person(user)
        reader.click("Brief", message=self.thread(ref))
        seen = reader.wait_view(predicate=lambda view: view.callback_id in {"opened", "unavailable"})
        reader.close(clear=True)
        return seen.words

    def fields_in(self, words: str) -> set[str]:
        """Which lines of the brief stand there."""
        return {hit.field.split(".")[1] for hit in self.canaries.hits("a screen", words.encode())}

    def revoke(self, ref: str, agency: str = "") -> None:
        """Spoken: every release of the participant, or those for one agency."""
        ground = self.stage.bot.floor.ground
        with ground.database.work() as work:
            query = select(Consent.id).where(Consent.participant == ref)
            ids = work.session.scalars(query.where(Consent.agency == agency) if agency else query).all()
            revoke(ground.scene(work, CASE_MANAGER), ParticipantRef(ref), list(ids), Ended.SPOKEN)
            work.commit()
        ground.wake()
        told(self.stage)

    def heard(self, user: str, ref: str) -> list[str]:
        """What somebody was told of it by direct message, its reference and receipt taken out."""
        texts = [dm.text for dm in self.stage.person(user).dms() if ref in dm.text and not dm.ephemeral]
        return [text.partition(" Receipt ")[0].replace(ref, "REF") for text in texts]

    def participants(self) -> list[str]:
        """Every reference that may stand in no channel."""
        with self.stage.bot.floor.ground.database.look() as work:
            return list(work.session.scalars(select(Participant.ref)))


def hour(form: str, at: datetime) -> dict[str, object]:
    """Day and hour as they are typed in."""
    here = at.astimezone(HARBOR)
    return {f"{form}.day": here.date().isoformat(), f"{form}.hour": f"{here:%H:%M}"}


def reference_in(text: str) -> str:
    """The conference that a text names."""
    found = _REFERENCE.search(text)
    assert found is not None
    return found.group()
