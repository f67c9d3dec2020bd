"""The site file around roll calls: `[[rollcalls]]`, each a shift's schedule as the file has it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from models.recurrence import Every, Rule, is_known_holiday_code
from models.site_table import Code, Table, UserId

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WORDS = {
    "days": "name one of days at least, or on_days and off_days",
    "interval": "every is between 1 and 52",
    "nth": "week_of_month is 1 to 4, or -1 for the last",
    "rotation": "on_days and off_days belong together, each between 1 and 52",
    "ends": "ends lies before begins",
}


class RollCallRule(Table):
    """`[[rollcalls]]`: whom a shift's roll call asks, and when, by the clock on the region's wall.

    With `week_of_month` the days are those of every so many months; with `on_days` and `off_days` a rotation
    that counts from `begins`; else those of every so many weeks.
    """

    code: Code
    name: Annotated[str, Field(min_length=1, max_length=60)]
    region: Code
    at: Annotated[str, Field(pattern=r"^(?:[01][0-9]|2[0-3]):[0-5][0-9]$")]
    begins: date
    leader: UserId
    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = ()
    every: int = 1
    week_of_month: int = 0
    on_days: int = 0
    off_days: int = 0
    ends: date | None = None
    holidays: Annotated[str, Field(max_length=10)] = ""
    officers: Annotated[tuple[UserId, ...], Field(max_length=500)] = ()
    nudge_minutes: Annotated[int, Field(ge=5, le=12 * 60)] = 30
    close_minutes: Annotated[int, Field(ge=10, le=24 * 60)] = 60
    channel: Annotated[str, Field(pattern=r"^(?:[CG][A-Z0-9]{2,20})?$")] = ""

    @field_validator("holidays")
    @classmethod
    def _known_holidays(cls, code: str) -> str:
        if code and not is_known_holiday_code(code):
            raise ValueError("not a country, or country and region, of the holiday library, such as US-WA")
        return code

    @model_validator(mode="after")
    def _can_come_true(self) -> RollCallRule:
        if self.nudge_minutes >= self.close_minutes:
            raise ValueError("nudge_minutes must be below close_minutes")
        try:
            self.rule()
        except ValueError as wrong:
            raise ValueError(_WORDS[str(wrong)]) from None
        return self

    def rule(self) -> Rule:
        """As a rule.

        Raises:
            ValueError: it could never come true.
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
