"""The part of the site file that says when something recurs, by the clock on the wall."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from models.recurrence import Every, ImpossibleRule, Rule, is_known_holiday_code
from models.site_table import Code, Table

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WORDS = {
    "days": "name one of days at least, or on_days and off_days",
    "interval": "every is between 1 and 52",
    "nth": "week_of_month is 1 to 4, or -1 for the last",
    "rotation": "on_days and off_days belong together, each between 1 and 52",
    "ends": "ends lies before begins",
}


class Recurring(Table):
    """When it recurs.

    With `week_of_month` on these days of every so many months; with `on_days` and `off_days` in a rotation
    that counts from `begins`; else on these days of every so many weeks.
    """

    code: Code
    name: Annotated[str, Field(min_length=1, max_length=60)]
    at: Annotated[str, Field(pattern=r"^(?:[01][0-9]|2[0-3]):[0-5][0-9]$")]
    begins: date
    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = ()
    every: int = 1
    week_of_month: int = 0
    on_days: int = 0
    off_days: int = 0
    ends: date | None = None
    holidays: Annotated[str, Field(max_length=10)] = ""

    def see_that_it_comes_true(self, *besides: str) -> None:
        """Refuse a rule that never could.

        Args:
            besides: what else is wrong with the entry.

        Raises:
            ValueError: everything at once, in words for the person who wrote the file.
        """
        wrong = list(besides)
        if self.holidays and not is_known_holiday_code(self.holidays):
            wrong.append(
                "holidays is no country, or country and region, of the holiday library, such as US-WA"
            )
        try:
            self.rule()
        except ImpossibleRule as impossible:
            wrong += [_WORDS[code] for code in impossible.codes]
        if wrong:
            raise ValueError("; ".join(wrong))

    def rule(self) -> Rule:
        """As a rule.

        Raises:
            ImpossibleRule: it could never come true.
        """
        return Rule(
            begins=self.begins,
            days=tuple(sorted({_DAYS.index(day) for day in self.days})),
            every=Every.MONTH if self.week_of_month else Every.WEEK,
            interval=self.every,
            nth=self.week_of_month,
            on=self.on_days,
            off=self.off_days,
            ends=self.ends,
        )
