"""Words of these tests: a situation raised in Slack or straight, and the forms filled as Slack sends them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select

from handlers.voice import Message, Spoken, Telling
from handlers.voices import VOICES
from models.acts.situations import Seen, raise_situation
from models.conference import Wanted
from models.notice import Kind, Notice
from models.schema import SituationRef, SlackUserId
from models.situation import Situation, SituationCount
from tests.handlers.harbor import NEIGHBOR, Harbor
from tests.handlers.wing import Json, Wing, picked, texts, ticked, typed

PLACE, PATTERN = "Stop at Fifth and Anchor", "People drink at the shelter; riders wait in the road"
_forms = itertools.count(1)


def shown(wing: Wing) -> str:
    return "\n".join(texts(wing.slack.views()[-1]))


def told(wing: Wing, said: Json) -> str:
    return "\n".join(texts(said))


def report(
    wing: Wing,
    user: str,
    words: Mapping[str, str] | None = None,
    *,
    confer: bool = False,
    spot: str = "",
    key: str = "",
    pattern: str = PATTERN,
) -> Json:
    """The form, sent."""
    answers = {"place": PLACE, "times": "4 to 7 pm", "pattern": pattern, "harms": "", "tried": ""}
    answers |= words or {}
    values = {**typed("situation_form", **answers), **picked("situation_form", wanted="this_week")}
    if confer:
        values |= ticked("situation_form", confer="yes")
    if spot:
        values |= picked("situation_form", spot=spot)
    view = {"callback_id": "situation_form", "private_metadata": ""}
    return wing.submit(user, view, values, view_id=key or f"VSIT{next(_forms)}")


def send(wing: Wing, user: str, form: str, ref: str, values: Json) -> Json:
    """A form of the owner's, sent."""
    view = {"callback_id": form, "private_metadata": ref}
    return wing.submit(user, view, values, view_id=f"VSIT{next(_forms)}")


def close(wing: Wing, user: str, ref: str, words: str) -> Json:
    return send(wing, user, "situation_close", ref, typed("situation_close", words=words))


def days(form: str, **answers: str) -> Json:
    return {f"{form}.{name}": {"value": {"selected_date": day}} for name, day in answers.items()}


def count(wing: Wing, user: str, ref: str, number: str, since: str, until: str, what: str = "calls") -> Json:
    values = {
        **picked("situation_count", counted=what),
        **typed("situation_count", number=number),
        **days("situation_count", since=since, until=until),
    }
    return send(wing, user, "situation_count", ref, values)


def renew(wing: Wing, user: str, ref: str, day: str, words: str = "", **number: str) -> Json:
    values = {**days("situation_renew", review_on=day), **typed("situation_renew", words=words)}
    if number:
        values |= picked("situation_renew", counted=number["counted"])
        values |= typed("situation_renew", number=number["number"])
        values |= days("situation_renew", since=number["since"], until=number["until"])
    return send(wing, user, "situation_renew", ref, values)


def mend(wing: Wing, user: str, ref: str, version: int, **words: str) -> Json:
    """Its words changed: what is not said stands as it was raised."""
    answers = {"place": PLACE, "times": "", "pattern": PATTERN, "harms": "", "tried": ""} | words
    return send(wing, user, "situation_mend", f"{ref}:{version}", typed("situation_mend", **answers))


def made(
    harbor: Harbor, by: SlackUserId = NEIGHBOR, *, confer: bool = False, group: str = "owg"
) -> SituationRef:
    """One that stands."""
    with harbor.ground.database.work() as work:
        seen = Seen(group, PLACE, PATTERN, region="quay", wanted=Wanted.THIS_WEEK, confer=confer)
        ref = raise_situation(harbor.ground.scene(work, by), seen).ref
        work.commit()
    return ref


def rows(harbor: Harbor) -> list[Situation]:
    with harbor.ground.database.look() as work:
        return list(work.session.scalars(select(Situation).order_by(Situation.raised_at, Situation.ref)))


def row(harbor: Harbor, ref: str) -> Situation:
    return next(one for one in rows(harbor) if one.ref == ref)


def counts(harbor: Harbor) -> list[SituationCount]:
    with harbor.ground.database.look() as work:
        return list(work.session.scalars(select(SituationCount)))


def day(harbor: Harbor, after: int) -> str:
    """A day so many from today, where the place is."""
    zone = harbor.rules().zone_of("quay")
    return (harbor.time().astimezone(zone).date() + timedelta(days=after)).isoformat()


def spoken(harbor: Harbor, notice: Notice) -> Spoken:
    with harbor.ground.database.look() as work:
        return VOICES[Kind(notice.kind)](Telling(work, harbor.rules(), notice, harbor.ground))


def message(harbor: Harbor, notice: Notice) -> Message:
    said = spoken(harbor, notice)
    assert isinstance(said, Message), said
    return said


def deliver(harbor: Harbor, notice: Notice, ts: str = "100.1") -> None:
    """As if Slack had taken it."""
    with harbor.ground.database.work() as work:
        kept = work.session.get_one(Notice, notice.id)
        kept.outcome, kept.channel, kept.ts, kept.settled_at = "sent", notice.recipient, ts, harbor.time()
        work.commit()
