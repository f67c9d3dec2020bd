"""Scenario 9: a release is withdrawn by word of mouth between the card and its opening."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from handlers.consents.facts import Withdrawn
from handlers.consents.withdrawals import Withdrawals
from models.acts.messages import Barred, Outgoing, could_open, send
from models.acts.participants import begin
from models.audit_rows import Verb
from models.classes import Basis, Category, Purpose
from models.consent import Consent
from models.envelope import SealedItem
from models.notice import Notice
from models.people import find_actor
from models.schema import Handle, ParticipantRef, SlackUserId
from models.sensitive import Sensitive
from models.vault import Seat
from sandbox.faces import SeenView
from tests.canary import Canaries
from tests.canary_places import assert_sealed
from tests.journeys import forging, steps
from tests.stage import MANAGER, OFFICER, SUPERVISOR, Stage, staged, wait_until

CASE_MANAGER, CLINICAL = SlackUserId("UBRAMBL01"), SlackUserId("UHOLLY001")
PROSECUTOR = SlackUserId("UVANEX001")
COUNTY = "prosecutor:Lantern County Prosecutor"
POLICE = "police:Lantern Harbor PD"
NEVER_SAID = ("revoke", "withdr", "consent")


@dataclass
class Told:
    """A participant with two recipients on one release, and a sealed message to the prosecutor."""

    stage: Stage
    canaries: Canaries
    ref: ParticipantRef
    handles: dict[str, Handle] = field(default_factory=dict)

    def seal(self, reader: SlackUserId, mark: str, *, entitled: bool = True, about: str = "") -> Handle:
        """Seal a message for a reader; without entitlement, as no form would ever let anybody."""
        ground = self.stage.bot.floor.ground
        with ground.database.work() as work:
            scene = ground.scene(work, CASE_MANAGER)
            today = scene.rules.today(scene.moment)
            sender, to = (find_actor(work, ground.vault.rows, user, today) for user in (CASE_MANAGER, reader))
            texts = {name: Sensitive(self.canaries.sow(f"{mark}.{name}")) for name in ("subject", "text")}
            outgoing = Outgoing(about or self.ref, Category.BARRIERS, Purpose.COURT, texts)
            seat = could_open(scene, to, outgoing)
            if not entitled:
                assert isinstance(seat, Barred)
                seat = Seat(reader, min(to.roles), Basis.CONSENT)
            assert isinstance(seat, Seat)
            ref = send(scene, sender, outgoing, [seat]).ref
            work.commit()
        ground.wake()
        with ground.database.look() as work:
            query = select(SealedItem.handle).where(SealedItem.subject == ref, SealedItem.recipient == reader)
            return work.session.scalars(query).one()

    def view_for(self, user: str, handle: str) -> str:
        """What a click on a card with this handle shows, as it was sent."""
        return forging.view_shown_for(self.stage, forging.click_on_card(self.stage, user, handle))

    def withdraw_now(self) -> None:
        """As the form does it, from a thread of the test's own."""
        ground = self.stage.bot.floor.ground
        consent = self.consent_of(COUNTY)
        values = {
            f"release_withdraw.{name}": {"value": {"selected_option": {"value": code}}}
            for name, code in (("how", "spoken"), ("whom", "this"))
        }
        done = Withdrawals(ground).withdraw(CASE_MANAGER, consent, values, key=f"race:{time.monotonic()}")
        assert isinstance(done, Withdrawn)

    def consent_of(self, agency: str) -> str:
        with self.stage.bot.floor.ground.database.look() as work:
            query = select(Consent.id).where(Consent.participant == self.ref, Consent.agency == agency)
            return work.session.scalars(query).one()


def _begin(stage: Stage) -> ParticipantRef:
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        ref = begin(ground.scene(work, CASE_MANAGER), "north").ref
        work.commit()
    return ref


def _recipient(form: str, agency: str, role: str) -> dict[str, object]:
    return {
        f"{form}.agency": agency,
        f"{form}.role": role,
        f"{form}.categories": ["barriers"],
        f"{form}.purposes": ["court"],
    }


def _sign(told: Told) -> None:
    """Both recipients, through the forms."""
    stage, canaries, today = told.stage, told.canaries, told.stage.now().date()
    keeper = stage.person(CASE_MANAGER)
    keeper.command(f"/lead consent {told.ref}")
    keeper.wait_view(callback_id="opened", title="Releases")
    keeper.click("New release")
    keeper.wait_view(callback_id="release_form")
    form = "release_form"
    sealed = {f"{form}.{name}": canaries.sow(f"{form}.{name}") for name in ("event", "person", "signature")}
    keeper.fill(
        {
            **_recipient(form, COUNTY, "liaison_prosecutor"),
            **sealed,
            f"{form}.expires_on": (today + timedelta(days=90)).isoformat(),
            f"{form}.signed_on": (today - timedelta(days=1)).isoformat(),
            f"{form}.signed_how": "on_paper",
            f"{form}.explained": ["yes"],
        }
    )
    assert keeper.submit() == {}
    keeper.wait_view(callback_id="release_done")
    keeper.click("Add another recipient")
    keeper.wait_view(callback_id="release_recipient")
    keeper.fill(_recipient("release_recipient", POLICE, "police_supervisor"))
    assert keeper.submit() == {}
    keeper.wait_view(callback_id="release_done", predicate=lambda view: "so far: 2" in view.words)
    keeper.close(clear=True)


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    """Both signed, and one item each for the prosecutor and the sergeant."""
    with staged(tmp_path) as stage:
        told = Told(stage, Canaries(), _begin(stage))
        _sign(told)
        told.handles[PROSECUTOR] = told.seal(PROSECUTOR, "prosecutor")
        told.handles[SUPERVISOR] = told.seal(SlackUserId(SUPERVISOR), "sergeant")
        steps.wait_cards(stage, PROSECUTOR, 1)
        steps.wait_cards(stage, SUPERVISOR, 1)
        yield told


def _releases(told: Told) -> str:
    """The case manager has the releases before them; answers which block is the county's."""
    keeper = told.stage.person(CASE_MANAGER)
    keeper.command(f"/lead consent {told.ref}")
    view = keeper.wait_view(callback_id="opened", title="Releases")
    consent = told.consent_of(COUNTY)
    block = next(block for block in view.blocks if block.get("accessory", {}).get("value") == consent)
    return str(block["block_id"])


def _withdraw(told: Told, block: str = "") -> SeenView:
    """The case manager's taps, and what they answer."""
    keeper = told.stage.person(CASE_MANAGER)
    keeper.click(block or _releases(told))
    keeper.wait_view(callback_id="release_withdraw")
    keeper.fill({"release_withdraw.how": "spoken", "release_withdraw.whom": "this"})
    assert keeper.submit() == {}
    return keeper.wait_view(callback_id="release_done")


def _audited(stage: Stage, verb: Verb, actor: str) -> int:
    with stage.bot.floor.ground.database.look() as work:
        found = work.session.connection().exec_driver_sql(
            "SELECT count(*) FROM audit_events WHERE verb = ? AND actor = ?", (verb.value, actor)
        )
        return int(found.scalar_one())


def _tap(told: Told, user: str = PROSECUTOR) -> None:
    told.stage.person(user).click("Open", message=steps.cards(told.stage, user)[0])


def _never_shown(told: Told) -> None:
    on_screen = [view.words for view in told.stage.person(PROSECUTOR).stack]
    assert not told.canaries.hits("screen", "\n".join(on_screen).encode())


def test_withdrawn_between_card_and_click_it_opens_nothing_and_nobody_outside_hears(told: Told) -> None:
    stage = told.stage
    steps.wait_settled(stage)
    before = {user: stage.person(user).dms() for user in (PROSECUTOR, SUPERVISOR, MANAGER, OFFICER)}
    stage.move_clock(timedelta(minutes=15))

    block = _releases(told)
    began = time.monotonic()
    answer = _withdraw(told, block)
    assert "Withdrawn before it was opened: M-" in answer.words
    assert "Please ask for the written form." in answer.words
    _tap(told)
    refused = stage.person(PROSECUTOR).wait_view(callback_id="unavailable")
    assert time.monotonic() - began < 5.0, "effective within five seconds of the first tap"
    stage.person(PROSECUTOR).close()
    assert "isn't available" in refused.words

    stage.move_clock(timedelta(minutes=11))
    other = _begin(stage)
    never_signed = told.seal(PROSECUTOR, "never", entitled=False, about=other)
    views = {
        told.view_for(PROSECUTOR, told.handles[PROSECUTOR]),
        told.view_for(PROSECUTOR, never_signed),
        told.view_for(PROSECUTOR, "0" * 32),
    }
    assert len(views) == 1, "withdrawn, never signed and never there: the same bytes"
    steps.open_card(stage, SUPERVISOR, steps.cards(stage, SUPERVISOR)[0])  # the police stay as they were

    changed = f"{told.ref}: a release has changed. Please look."
    stage.person(CLINICAL).wait_dm(lambda dm: dm.text == changed)
    wait_until(lambda: _only_the_reminder_waits(stage), "the rest is settled")
    after = {user: stage.person(user).dms() for user in before}
    assert after == before, "no message came, none was edited"
    for user in (PROSECUTOR, SUPERVISOR, MANAGER, OFFICER, CASE_MANAGER, CLINICAL):
        heard = "\n".join(dm.words for dm in stage.person(user).dms() if dm.user != user).lower()
        assert not any(word in heard for word in NEVER_SAID)
    seen = assert_sealed(stage, told.canaries, readers={CASE_MANAGER, SUPERVISOR})
    assert {"release_form.person", "release_form.event", "release_form.signature"} <= seen.shown[CASE_MANAGER]
    assert seen.shown[SUPERVISOR] == {"sergeant.subject", "sergeant.text"}


def _only_the_reminder_waits(stage: Stage) -> bool:
    with stage.bot.floor.ground.database.look() as work:
        query = select(Notice.kind).where(Notice.settled_at.is_(None), Notice.kind != "view.blank")
        return set(work.session.scalars(query)) <= {"release.written_form"}


def test_between_click_and_grant_nothing_opens(told: Told) -> None:
    told.stage.server.faults.add("users.info", "slow", seconds=1.0)
    _tap(told)
    told.withdraw_now()
    told.stage.person(PROSECUTOR).wait_view(callback_id="unavailable")
    _never_shown(told)
    assert _audited(told.stage, Verb.OPEN_GRANTED, PROSECUTOR) == 0


def test_between_grant_and_screen_nothing_is_shown(told: Told) -> None:
    stage = told.stage
    stage.server.faults.add("views.update", "slow", seconds=1.5)
    _tap(told)
    wait_until(lambda: _audited(stage, Verb.OPEN_GRANTED, PROSECUTOR) == 1, "it is granted")
    told.withdraw_now()
    wait_until(lambda: _audited(stage, Verb.OPEN_NOT_SHOWN, PROSECUTOR) == 1, "written down as not shown")
    _never_shown(told)
    assert _audited(stage, Verb.OPEN_SHOWN, PROSECUTOR) == 0


def test_an_open_view_goes_blank_at_once_and_its_opening_stays_in_the_log(told: Told) -> None:
    stage = told.stage
    steps.open_card(stage, PROSECUTOR, steps.cards(stage, PROSECUTOR)[0])
    steps.open_card(stage, SUPERVISOR, steps.cards(stage, SUPERVISOR)[0])
    answer = _withdraw(told)
    assert "Opened before, in reliance on the release: M-" in answer.words
    stage.person(PROSECUTOR).wait_view(predicate=lambda view: "closed itself" in view.words)
    _never_shown(told)
    assert stage.person(SUPERVISOR).wait_view(callback_id="opened")
    keeper = stage.person(CASE_MANAGER)
    keeper.click("Show the releases")
    keeper.wait_view(callback_id="opened", predicate=lambda view: "at the person's word" in view.words)
    keeper.click("Who was told what")
    log = keeper.wait_view(callback_id="opened", title="Who was told what")
    assert "Cressida Vane-Example" in log.words
    assert not told.canaries.hits("log", log.words.encode())


def test_the_written_form_is_asked_for_the_next_day_unless_it_came(told: Told) -> None:
    stage = told.stage
    _withdraw(told)
    steps.wait_settled(stage, jump=True)
    reminder = stage.person(CASE_MANAGER).wait_dm(lambda dm: "a written form is still missing" in dm.text)
    stage.person(CASE_MANAGER).close(clear=True)
    stage.person(CASE_MANAGER).click("Show", message=reminder)
    keeper = stage.person(CASE_MANAGER)
    keeper.wait_view(callback_id="opened", title="Releases")
    keeper.click("The written form came")
    shown = keeper.wait_view(predicate=lambda view: "Noted: the written form has come." in view.words)
    assert "not come yet" not in shown.words


def test_a_form_that_came_the_same_day_asks_nothing(told: Told) -> None:
    stage = told.stage
    _withdraw(told)
    stage.person(CASE_MANAGER).click("The written form came")
    stage.person(CASE_MANAGER).wait_view(predicate=lambda view: "Noted:" in view.words)
    steps.wait_settled(stage, jump=True)
    assert not [dm for dm in stage.person(CASE_MANAGER).dms() if "written form" in dm.text]
    assert _outcomes(stage, "release.written_form") == ["never:done"]


def _outcomes(stage: Stage, kind: str) -> list[str]:
    with stage.bot.floor.ground.database.look() as work:
        return [row.outcome or "" for row in work.session.scalars(select(Notice).where(Notice.kind == kind))]
