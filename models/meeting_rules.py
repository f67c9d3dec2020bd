"""The site file around meetings: `[[meetings]]`, each the regular meeting of a group."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from models.recurring_rules import Recurring
from models.site_table import Code


class MeetingRule(Recurring):
    """`[[meetings]]`: when a group meets, by its wall clock; its agenda is posted so many days before."""

    group: Code
    minutes: Annotated[int, Field(ge=10, le=8 * 60)] = 60
    agenda_days_before: Annotated[int, Field(ge=1, le=14)] = 1

    @model_validator(mode="after")
    def _can_come_true(self) -> MeetingRule:
        self.see_that_it_comes_true()
        return self
