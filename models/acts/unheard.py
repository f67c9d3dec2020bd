"""What nobody has acknowledged in Slack is said outside it, without a word of content."""

from __future__ import annotations

from datetime import datetime, timedelta

from models.acts.paging import project_managers
from models.database import UnitOfWork
from models.due import Planned, Step, plan
from models.notice import Kind, NewNotice, post
from models.referral import Referral
from models.scene import Scene
from models.schema import SlackUserId
from models.site import SiteRules
from models.vault import Vault

# The recipient of what leaves beside Slack: nobody's id, and no seat.
PAGER = SlackUserId("pager")


def plan_unheard(scene: Scene, referral: Referral, page: str) -> None:
    """After this page: look whether somebody heard it. Nothing where the site names no pager.

    `page`: which page of the referral it was, a code.
    """
    paging = scene.rules.paging
    if paging.pager_url is None:
        return
    at = scene.moment + timedelta(minutes=paging.unheard_minutes)
    key = f"{Step.UNHEARD.value}:{referral.ref}:{referral.version}:{page}"
    plan(scene.work, [Planned(Step.UNHEARD, referral.ref, at, key)])


def call_outside(scene: Scene, referral: Referral) -> str:
    """Post the call; the notice holds no reference, so that nothing behind it can hold one either."""
    if scene.rules.paging.pager_url is None:
        return "no_pager"
    key = f"{Kind.PAGER.value}:{referral.ref}:{referral.version}:{scene.moment.isoformat()}"
    post(scene.work, scene.moment, [NewNotice(Kind.PAGER, PAGER, key)])
    return "called"


def tell_pager_silent(work: UnitOfWork, vault: Vault, rules: SiteRules, moment: datetime) -> None:
    """The pager does not take calls: every project manager hears it, once an hour at most."""
    hour = moment.replace(minute=0, second=0, microsecond=0).isoformat()
    kind = Kind.PAGER_SILENT
    managers = project_managers(work, vault.rows, rules, moment)
    post(work, moment, [NewNotice(kind, one, f"{kind.value}:{hour}:{one}") for one in managers])
