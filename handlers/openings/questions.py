"""The form by which a provider posts what is free; its words are open and name nobody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from handlers.forms import Choice, Field, Form, Kind
from handlers.ids import View as ViewId
from handlers.openings.facts import FormFacts
from models.acts.free_places import MOST_PLACES, Offer
from models.deadlines import local_moment
from models.site import SiteRules
from models.vacant_place import PlaceKind

EVERYWHERE = "*"  # no code of a region
KIND_WORDS: Mapping[PlaceKind, str] = {
    PlaceKind.BED: "Bed",
    PlaceKind.SLOT: "Slot",
    PlaceKind.CLINIC_HOURS: "Clinic hours",
    PlaceKind.OTHER: "Something else",
}
PAST = "That moment has passed already. Please choose a later one."
TOO_LONG = "Please choose a moment within 30 days. It can be posted anew then."


def place_form(facts: FormFacts) -> Form:
    """The form for a site with these regions."""
    return Form(
        ViewId.PLACE_FORM,
        "Post an opening",
        "Post",
        (
            Field(
                "kind",
                "What is free?",
                Kind.CHOICE,
                None,
                choices=tuple(Choice(kind.value, words) for kind, words in KIND_WORDS.items()),
            ),
            Field(
                "places",
                "How many?",
                Kind.CHOICE,
                None,
                choices=tuple(Choice(str(number), str(number)) for number in range(1, MOST_PLACES + 1)),
                first="1",
            ),
            Field(
                "region",
                "Where?",
                Kind.CHOICE,
                None,
                choices=_regions(facts),
                first=EVERYWHERE,
            ),
            Field(
                "words",
                "Hours and terms, if it needs any",
                Kind.TEXT,
                None,
                required=False,
                max_length=200,
                hint="As in: from six in the evening, dogs are welcome. Nobody's name.",
                guarded=True,
                no_names=True,
            ),
            Field("until", "Free until this day", Kind.DATE, None),
            Field("until_at", "At", Kind.TIME, None, hint="By the clock on the region's wall."),
        ),
        note="It ends by itself. You are asked once before, and told of each claim.",
    )


def _regions(facts: FormFacts) -> tuple[Choice, ...]:
    """Every region first; a select holds a hundred."""
    named = [Choice(code, name) for code, name in facts.regions]
    return (Choice(EVERYWHERE, "For every region"), *named)[:100]


def read_form(rules: SiteRules) -> Form:
    """The form as it is read: only its choices count."""
    return place_form(FormFacts(tuple((row.code, row.name) for row in rules.regions), "", ""))


def given(facts: FormFacts) -> Mapping[str, str]:
    """What stands in the form when it opens."""
    return {"places": "1", "region": EVERYWHERE, "until": facts.until_day, "until_at": facts.until_time}


def offer_of(codes: Mapping[str, str], rules: SiteRules) -> Offer:
    """What the form says."""
    region = "" if codes["region"] == EVERYWHERE else codes["region"]
    ends = local_moment(
        date.fromisoformat(codes["until"]), time.fromisoformat(codes["until_at"]), rules.zone_of(region)
    )
    return Offer(PlaceKind(codes["kind"]), region, codes["words"], int(codes["places"]), ends)


def local_words(moment: datetime, rules: SiteRules, region: str) -> str:
    """`Tue Nov 24, 18:00 PST`, by the region's clock."""
    local = moment.astimezone(rules.zone_of(region))
    return f"{local:%a %b} {local.day}, {local:%H:%M %Z}"
