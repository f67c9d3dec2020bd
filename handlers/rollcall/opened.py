"""The way in to an officer's roll call, for the desk: what came back is judged by releases."""

from __future__ import annotations

from datetime import datetime

from handlers.deps import Ground
from handlers.desk import Ready, Request
from handlers.rollcall.came_back import came_back
from handlers.rollcall.facts import CheckIn
from handlers.rollcall.views import check_in_view
from models.acts.checkin import asked_of, is_welcome, own_answer
from models.database import UnitOfWork
from models.errors import DomainError
from models.scene import the_actor
from models.site import SiteRules

SUBJECT = "rollcall"


class CheckInEntry:
    """Opens a roll call to whoever was asked; the request's handle is the firing's random id."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def open(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> Ready | None:
        """As `handlers.desk.Entry.open`."""
        del rules
        scene = self._ground.scene(work, request.user, request.request_id)
        try:
            schedule, firing = asked_of(scene, request.handle)
            back = came_back(scene, the_actor(scene))
        except DomainError as refused:
            self._ground.vault.opener.refuse(
                work, request.user, refused.code, moment=moment, request_id=request.request_id
            )
            return None
        facts = CheckIn(
            firing=firing.id,
            name=schedule.name,
            said=own_answer(work, firing.id, request.user),
            welcome=is_welcome(firing, moment),
            came_back=back,
        )
        return Ready(SUBJECT, lambda _: check_in_view(facts))

    def still(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> bool:
        """As `handlers.desk.Entry.still`."""
        del rules, moment
        try:
            asked_of(self._ground.scene(work, request.user), request.handle)
        except DomainError:
            return False
        return True
