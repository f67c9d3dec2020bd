"""The forecast as a short table of text, and the question to the policy group to copy."""

from __future__ import annotations

from handlers import blocks
from handlers.blocks import Block, View
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.queue.forecast import WEEKS, ForecastFacts
from handlers.queue.questions import STATE_WORDS
from handlers.queue.views import age_words
from handlers.standing import DOOR_NAMES

_MOST_WEEKS = 104  # beyond two years a figure would only look like knowledge


def forecast_view(facts: ForecastFacts) -> View:
    """What comes in, how long the free places last, where things are old, what was declined for room."""
    rows: list[Block] = [
        blocks.header(f"Came in, last {WEEKS} weeks"),
        blocks.section("\n".join(f"{DOOR_NAMES[door]}: {count}" for door, count in facts.by_door)),
        blocks.section(rate_words(facts)),
        blocks.header("Oldest first"),
        blocks.section(_oldest(facts) or "Nothing is open."),
        blocks.section(f"Not taken in for lack of room, in {WEEKS} weeks: {facts.declined}."),
    ]
    if facts.top_heavy:
        rows += [blocks.header("To the policy group, to copy"), blocks.section(question_words(facts))]
    back = blocks.button(Action.QUEUE_PAGE.value, "Back to the queue", value="0")
    rows.append(blocks.actions("queue.back", [back]))
    return blocks.modal(ViewId.QUEUE_FORECAST.value, "Forecast", rows)


def rate_words(facts: ForecastFacts) -> str:
    """The rate and the weeks as ranges, and how they were made."""
    low, high = facts.rate
    how = (
        f"The range holds in 8 of 10 cases if referrals keep coming as in the last {WEEKS} weeks (a Poisson "
        "interval). It counts every referral as a place, and nobody as leaving."
    )
    return f"Referrals a week: {low:.1f} to {high:.1f}. Free places: {facts.free}. {_weeks(facts)}\n{how}"


def _weeks(facts: ForecastFacts) -> str:
    if not facts.free:
        return "All places are taken now."
    if facts.weeks is None:
        return "Nothing came in, so nothing says when they are taken."
    soonest, latest = facts.weeks
    if soonest > _MOST_WEEKS:
        return f"Weeks until all are taken: more than {_MOST_WEEKS}."
    beyond = latest is None or latest > _MOST_WEEKS
    end = f"more than {_MOST_WEEKS}" if beyond or latest is None else f"{latest:.0f}"
    return f"Weeks until all are taken: {soonest:.0f} to {end}."


def _oldest(facts: ForecastFacts) -> str:
    return "\n".join(
        f"{STATE_WORDS[state].capitalize()}: {count}, the oldest {age_words(facts.now - since)}"
        for state, count, since in facts.oldest
    )


def question_words(facts: ForecastFacts) -> str:
    """The draft: shares and no small count, so that it can be read by everybody who sits in the group."""
    declined = facts.shared_declined
    told = "withheld to protect people" if declined is None else str(declined)
    return (
        "More than half of LEAD's waitlist shares the first priority, so the list no longer says who comes "
        "first. Should the group rank the priorities anew, add places, or say how those of the same priority "
        f"are to be told apart? Not taken in for lack of room in the last {WEEKS} weeks: {told}."
    )
