"""The site file around roll calls: `[[rollcalls]]`, each a shift's schedule as the file has it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from models.recurring_rules import Recurring
from models.site_table import Code, UserId


class RollCallRule(Recurring):
    """`[[rollcalls]]`: whom a shift's roll call asks, and when, by the clock on the region's wall."""

    region: Code
    leader: UserId
    officers: Annotated[tuple[UserId, ...], Field(max_length=500)] = ()
    nudge_minutes: Annotated[int, Field(ge=5, le=12 * 60)] = 30
    close_minutes: Annotated[int, Field(ge=10, le=24 * 60)] = 60
    channel: Annotated[str, Field(pattern=r"^(?:[CG][A-Z0-9]{2,20})?$")] = ""

    @model_validator(mode="after")
    def _can_come_true(self) -> RollCallRule:
        too_late = self.nudge_minutes >= self.close_minutes
        self.see_that_it_comes_true(*(("nudge_minutes must be below close_minutes",) if too_late else ()))
        return self
