"""Secrets behind a case number: is anybody known by it, and does a release let their team be asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import select

from handlers.ids import Action
from models.acts.matters import Matter, keep_matter
from models.acts.release import ReleaseForm, sign_release
from models.classes import Category, Purpose
from models.consent import Consent, Ended, Recipient, Signed
from models.court_matter import CourtMatter
from models.participant import Participant, circle_of
from models.people import Role
from models.schema import ParticipantRef
from models.sensitive import Sensitive
from tests.handlers.harbor import CASE_MANAGER, PROSECUTOR
from tests.handlers.wing import Json, picked, typed
from tests.worlds import consents
from tests.worlds.comparing import told
from tests.worlds.consents import TODAY
from tests.worlds.people import DEFENDER, OUTSIDE, a_while, all_look, glance
from tests.worlds.row import Row, Script, Secret, nothing
from tests.worlds.world import World

_NUMBER = "26-1-00417-2"
_ROLES = {
    PROSECUTOR: ("prosecutor:Lantern County Prosecutor", Role.LIAISON_PROSECUTOR),
    DEFENDER: ("defense:Lantern County Public Defense", Role.PUBLIC_DEFENDER),
}


def _known(court: str = "superior") -> Secret:
    """Somebody has a matter of that number in this court, and no release names anybody."""

    def secret(world: World) -> str:
        about = consents.begun(world)
        with consents.case_manager(world) as scene:
            hearing = scene.moment + timedelta(days=20)
            kept = Matter(court, hearing_at=hearing, details={"number": Sensitive(_NUMBER)})
            keep_matter(scene, about, kept)
        return about

    return secret


def _released(user: str, *, purpose: Purpose = Purpose.COURT, then: Ended | None = None) -> Secret:
    """The same, with a release that names whoever asks; it may have ended."""

    def secret(world: World) -> str:
        about = ParticipantRef(_known()(world))
        agency, role = _ROLES[user]
        named = Recipient(agency, role, frozenset({Category.LEGAL_CALENDAR}), frozenset({purpose}))
        with consents.case_manager(world) as scene:
            circle = circle_of(scene.work, scene.vault.rows, about)
            assert circle is not None
            form = ReleaseForm(TODAY, Signed.ON_PAPER, (named,), date(2027, 9, 15), by_event=False)
            sign_release(scene, circle, form)
        if then is not None:
            consents.revoked(world, about, then)
        return about

    return secret


def _values(user: str) -> Json:
    form = "question_form" if user == PROSECUTOR else "scheduling_form"
    chosen = {"ask": "filing"} if user == PROSECUTOR else {"help": "attend"}
    day = {f"{form}.by": {"value": {"selected_date": (TODAY + timedelta(days=3)).isoformat()}}}
    return {**picked(form, court="superior", **chosen), **typed(form, number=_NUMBER, words=""), **day}


def _asks(user: str) -> Script:
    """Ask, wait, look at everything, open what one wrote; and again when its day is over."""

    def script(world: World, happen: Callable[[], str]) -> None:
        happen()
        world.go(timedelta(minutes=5))
        world.command(user, "ping")
        assert "errors" not in world.submit(user, _values(user))
        words = str(world.screens.top(user))
        ref = words[words.index("P-") :][:7]
        world.screens.close_all(user)
        for pause in (timedelta(seconds=1), timedelta(hours=2), timedelta(days=1), timedelta(days=4)):
            world.go(pause)
            world.tap(user, "Open", on=_coordination(world, user))
            world.screens.close_all(user)
            glance(world, OUTSIDE, ref)
        for action in (Action.QUESTION_ANSWER, Action.PING_TAKE, Action.PING_CLOSE, Action.TELL_COUNSEL):
            world.tap_by_id(user, action, ref)
        all_look(world, ref=ref)
        a_while(world, ref=ref)

    return script


def _coordination(world: World, user: str) -> Json:
    """The Home tab, cut down to its coordination: other lines have an Open of their own."""
    home = world.look(user)
    rows = [
        block for block in home["blocks"] if "accessory" in block and " P-" in f" {block['text']['text']}"
    ]
    return {**home, "blocks": rows}


def _witness(world: World) -> object:
    heard = [(one.way, one.bytes) for one in told(world, CASE_MANAGER)]
    with world.harbor.ground.database.look() as work:
        named = [(one.purposes, one.revoked_how) for one in work.session.scalars(select(Consent))]
        courts = list(work.session.scalars(select(CourtMatter.court)))
    return world.harbor.count(Participant), named, heard, courts


def _row(user: str, who: str) -> Row:
    return Row(
        f"{who} asks by a case number: nobody is known by it, or somebody with or without a live release",
        {
            "unknown": nothing,
            "another court": _known("municipal"),
            "known": _known(),
            "released": _released(user),
            "released for something else": _released(user, purpose=Purpose.CONFERENCE),
            "withdrawn": _released(user, then=Ended.SPOKEN),
        },
        _asks(user),
        OUTSIDE,
        _witness,
    )


QUESTION, SCHEDULING = _row(PROSECUTOR, "a prosecutor"), _row(DEFENDER, "a public defender")
