"""What the bot says of a conference outside any view: its reference, an hour, and constant words."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.coordination import when
from models.acts.conference_telling import News
from models.notice import Kind

THREAD_WORDS = (
    "What is said of a person stays in the briefs: nothing about anybody here, please. These buttons do what "
    "commands cannot do in a thread."
)
_AFTER: dict[Kind, str] = {
    Kind.CONFERENCE_INVITED: "You are invited. Its brief comes a day before.",
    Kind.CONFERENCE_CARD: "Please open the brief.",
    Kind.CONFERENCE_TEAM: "Open it to see the brief and what you can do.",
    Kind.CONFERENCE_FACILITATE: "You run it, by its reference.",
    Kind.CONFERENCE_TIME_ONLY: "You are told the time only.",
}
_ALONE: dict[Kind, str] = {
    Kind.CONFERENCE_RULES: (
        "It begins. We coordinate, nobody here supervises another. Nothing learned here is evidence. No "
        "recording, no transcript. Leave when the release does not name you."
    ),
    Kind.CONFERENCE_NOT_REACHED: (
        "something about it could not be delivered in Slack. Please reach people another way."
    ),
    Kind.CONFERENCE_WANTED: "somebody asks for it. Open it to see what you can do.",
    Kind.CONFERENCE_SIT_OUT: "Somebody at this table should sit this one out; choose another.",
}
_WEEK = timedelta(days=7)
WISH_OVER = (
    "You asked for a conference. It has been looked at, and whoever a release covers has been invited. "
    "Thank you."
)


def line_words(ref: str, starts_at: datetime, minutes: int, zone: ZoneInfo, moment: datetime) -> str:
    """In the group's channel: `Conference K-7KQ2M proposed Thursday 10:30, 15 min. ...`.

    From a week ahead on with its date: a weekday alone would be read as the one of this week.
    """
    here = starts_at.astimezone(zone)
    near = here.date() < moment.astimezone(zone).date() + _WEEK
    day = f"{here:%A}" if near else f"{here:%A} {here.day} {here:%b}"
    return f"Conference {ref} proposed {day} {here:%H:%M}, {minutes} min. Those invited have a DM."


def news_words(news: News, ref: str, at: str) -> str:
    """In the thread, later on; `at`: its hour as it stands, or empty."""
    said = {
        News.MOVED: f"has another hour: {at}" if at else "has another hour.",
        News.NOT_HELD: "does not take place as planned.",
        News.SITUATION_ONLY: "goes on with the situation only. No brief opens.",
    }[news]
    return f"Conference {ref} {said}"


def hour_words(starts_at: datetime | None, minutes: int, zone: ZoneInfo) -> str:
    """`Thu 17 Sep, 10:30 PDT, 15 min.`; without an hour that it has none."""
    return f"{when(starts_at, zone)}, {minutes} min." if starts_at else "No hour now."


def conference_words(kind: Kind, ref: str, at: str = "", known: str = "") -> str:
    """A direct message; `at`: its hour in words; `known`: whom a potential one may be about."""
    if kind is Kind.CONFERENCE_WISH_OVER:
        return WISH_OVER
    if kind is Kind.CONFERENCE_MATCH:
        return (
            f"Conference {ref} may be about {known}. This is for the team of {known} alone: "
            "please say nothing of it there."
        )
    if kind in _ALONE:
        return f"Conference {ref}: {_ALONE[kind]}"
    return f"Conference {ref}: {at} {_AFTER[kind]}"
