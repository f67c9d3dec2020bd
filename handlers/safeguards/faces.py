"""The button to set something aside, under every item that police or prosecutors open."""

from __future__ import annotations

from handlers import blocks
from handlers.blocks import View
from handlers.desk import Face, Ready, Request
from handlers.safeguards.views import set_aside_button
from models.acts.set_aside import may_set_aside
from models.database import UnitOfWork
from models.schema import Handle
from models.site import SiteRules
from models.vault import Opened


def offering_to_set_aside(face: Face) -> Face:
    """The same face; for a reader of police or prosecution, with the button at its end."""

    def with_the_button(work: UnitOfWork, rules: SiteRules, opened: Opened, request: Request) -> Ready:
        ready = face(work, rules, opened, request)
        if not may_set_aside(opened.role, opened.basis):
            return ready
        return Ready(ready.subject, lambda told: _added(ready.view(told), opened.handle))

    return with_the_button


def _added(view: View, handle: Handle) -> View:
    return {**view, "blocks": [*view["blocks"], blocks.actions("set_aside", [set_aside_button(handle)])]}
