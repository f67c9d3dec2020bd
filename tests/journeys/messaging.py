"""A participant with a release for the prosecutors, and short words for sealed messages on a stage."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from models.acts.participants import begin
from models.acts.release import ReleaseForm, sign_release
from models.acts.revocation import revoke
from models.classes import Category, Purpose
from models.consent import Ended, Recipient, Signed
from models.envelope import SealedItem
from models.participant import circle_of
from models.people import Role
from models.schema import ParticipantRef, SlackUserId
from sandbox.faces import SeenView
from tests.canary import Canaries
from tests.journeys import forging, steps
from tests.stage import Stage, staged

CASE_MANAGER, PROSECUTOR, COLLEAGUE = "UBRAMBL01", "UVANEX001", "UTULLEX01"
COUNTY = "prosecutor:Lantern County Prosecutor"


@dataclass
class Told:
    """A participant of the case manager's, with a release for the prosecutors: barriers, for court."""

    stage: Stage
    canaries: Canaries
    ref: ParticipantRef
    consents: list[str]

    def end_release(self) -> None:
        """At the person's word."""
        ground = self.stage.bot.floor.ground
        with ground.database.work() as work:
            scene = ground.scene(work, SlackUserId(CASE_MANAGER))
            revoke(scene, self.ref, self.consents, Ended.SPOKEN)
            work.commit()
        ground.wake()

    def fill(self, user: str, form: str, mark: str, **codes: Any) -> None:
        """Fill the form on top: one kind, to be opened now, a canary in subject and text."""
        texts = {name: self.canaries.sow(f"{mark}.{name}") for name in ("subject", "text")}
        answers = {"kind": "barriers", "wanted": "now", **codes, **texts}
        self.stage.person(user).fill({f"{form}.{name}": answer for name, answer in answers.items()})

    def compose(self, mark: str, **whom: Any) -> dict[str, str]:
        """The case manager writes from Home; the form's errors."""
        keeper = self.stage.person(CASE_MANAGER)
        keeper.open_home()
        keeper.wait_home(lambda home: "Seal a message" in json.dumps(home.body))
        keeper.click("Seal a message", in_home=True)
        keeper.wait_view(callback_id="seal_message")
        self.fill(CASE_MANAGER, "seal_message", mark, about=self.ref, purpose="court", **whom)
        return keeper.submit()

    def seal(self, mark: str, **whom: Any) -> str:
        """The same up to its receipt; the reference."""
        assert self.compose(mark, **whom) == {}
        keeper = self.stage.person(CASE_MANAGER)
        ref = keeper.wait_view(callback_id="sealed").words.split(" is sealed")[0].split()[-1]
        keeper.close(clear=True)
        return ref

    def reply(self, user: str, mark: str, **codes: Any) -> dict[str, str]:
        """Answer the opened message on top; the form's errors."""
        self.stage.person(user).click("Reply")
        self.stage.person(user).wait_view(callback_id="seal_reply")
        self.fill(user, "seal_reply", mark, **codes)
        return self.stage.person(user).submit()

    def handle(self, ref: str, user: str) -> str:
        """What somebody's card of it carries."""
        query = select(SealedItem.handle).where(SealedItem.subject == ref, SealedItem.recipient == user)
        with self.stage.bot.floor.ground.database.look() as work:
            return work.session.scalars(query).one()

    def shown(self, user: str, handle: str) -> str:
        """What a click on a card with this handle shows, as it was sent."""
        return forging.view_shown_for(self.stage, forging.click_on_card(self.stage, user, handle))


@contextmanager
def messaging(folder: Path) -> Iterator[Told]:
    """The stage with that participant on it."""
    with staged(folder) as stage:
        yield told_of(stage, Canaries())


def told_of(stage: Stage, canaries: Canaries) -> Told:
    """That participant, on a stage that stands."""
    ground = stage.bot.floor.ground
    named = Recipient(
        COUNTY, Role.LIAISON_PROSECUTOR, frozenset({Category.BARRIERS}), frozenset({Purpose.COURT})
    )
    with ground.database.work() as work:
        scene = ground.scene(work, SlackUserId(CASE_MANAGER))
        ref, today = begin(scene, "north").ref, scene.rules.today(scene.moment)
        circle = circle_of(work, ground.vault.rows, ref)
        assert circle is not None
        sign_release(
            scene,
            circle,
            ReleaseForm(today, Signed.ON_PAPER, (named,), today + timedelta(days=90), by_event=False),
        )
        after = circle_of(work, ground.vault.rows, ref)
        assert after is not None
        work.commit()
    return Told(stage, canaries, ref, [one.id for one in after.consents])


def open_last(told: Told, user: str, count: int = 1) -> SeenView:
    """Open the newest of so many cards."""
    return steps.open_card(told.stage, user, steps.wait_cards(told.stage, user, count))
