"""A situation is raised: a place or a pattern, its line in the group's channel, and a day to look back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from models.acts.situation_reviews import local_today, managers_now, plan_review, stands
from models.acts.situation_sight import groups_to_raise_in, regions_of
from models.acts.situation_table import ask_for_conference
from models.acts.situation_telling import begin_thread, tell
from models.audit import Verb
from models.conference import Wanted
from models.errors import NotAllowed, Vacant
from models.notice import Kind
from models.scene import Scene, the_actor
from models.schema import SlackUserId, new_handle
from models.site import Group
from models.situation import Situation, SituationState, reserve_situation


@dataclass(frozen=True)
class Seen:
    """What somebody saw at a place; all words were looked at by the person guard. `at`: not posted before."""

    group: str
    place: str
    pattern: str
    region: str = ""
    times: str = ""
    harms: str = ""
    tried: str = ""
    wanted: Wanted = Wanted.NEXT_MEETING
    confer: bool = False
    raised_by: SlackUserId | None = None
    came_from: str = ""
    at: datetime | None = None


def raise_situation(scene: Scene, seen: Seen) -> Situation:
    """A new situation, with its line in the group's channel and a day to look back.

    Raises:
        NotOnRoster: no seat now.
        NotAllowed: not a group or region of theirs.
        Vacant: nobody could own it.
    """
    actor = the_actor(scene)
    group = next((one for one in groups_to_raise_in(scene.rules, actor) if one.code == seen.group), None)
    if group is None or (seen.region and seen.region not in regions_of(scene.rules, group)):
        raise NotAllowed("situation")
    if seen.came_from and (found := _made_of(scene, seen.came_from)):
        return found
    row = Situation(
        ref=reserve_situation(scene.work),
        group=group.code,
        region=seen.region or (group.regions[0] if len(group.regions) == 1 else ""),
        place=seen.place,
        times=seen.times,
        pattern=seen.pattern,
        harms=seen.harms,
        tried=seen.tried,
        raised_by=seen.raised_by or scene.user,
        came_from=seen.came_from,
        wanted=seen.wanted.value,
        owner=_first_owner(scene, group),
        state=SituationState.OPEN.value,
        raised_at=scene.moment,
        review_on=scene.rules.today(scene.moment),
        looked_back=0,
        ended="",
        anchor=new_handle(),
        version=1,
    )
    row.review_on = local_today(scene, row) + timedelta(days=scene.rules.conference.situation_review_days)
    scene.work.session.add(row)
    scene.work.session.flush()
    scene.note(Verb.SITUATION_RAISED, (row.ref, row.owner))
    if seen.confer:
        ask_for_conference(scene, row, actor, group)
    begin_thread(scene, row, group, seen.at)
    if row.owner != scene.user:
        tell(scene, row, Kind.SITUATION_OWNED, row.owner)
    plan_review(scene, row, row.review_on)
    return row


def _made_of(scene: Scene, came_from: str) -> Situation | None:
    return scene.work.session.scalar(select(Situation).where(Situation.came_from == came_from).limit(1))


def _first_owner(scene: Scene, group: Group) -> SlackUserId:
    managers = managers_now(scene)
    if scene.user in managers:
        return scene.user
    if managers:
        return managers[0]
    if group.facilitator and stands(scene, SlackUserId(group.facilitator)):
        return SlackUserId(group.facilitator)
    raise Vacant
