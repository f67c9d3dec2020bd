"""A participant's folder is written: who they are, how to find them, and the goals they set themselves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from sqlalchemy import select

from models.audit import Verb
from models.classes import Category
from models.duties import Duty
from models.errors import AlreadyChanged, NotAvailable
from models.goal import Goal, GoalChange, changed
from models.participant import Participant
from models.people import Actor
from models.scene import Scene
from models.schema import ParticipantRef, rfc3339
from models.sensitive import Sensitive
from models.vault import Refused
from models.vault.pages import Page, Shelf

Fields = Mapping[str, Sensitive]
Details = Mapping[Category, Fields]


def keeper(scene: Scene, ref: ParticipantRef, duty: Duty) -> Actor:
    """Who acts, if this duty is theirs here today; holds the participant until the unit of work ends.

    Raises:
        NotAvailable: the one refusal, whether there is such a participant or not.
    """
    held = select(Participant.ref).where(Participant.ref == ref).with_for_update()
    scene.work.session.execute(held)
    standing = scene.vault.folders.standing(scene.work, scene.rules, scene.user, ref, duty, scene.moment)
    if isinstance(standing, Refused):
        raise NotAvailable
    return standing[0]


def write_details(
    scene: Scene, ref: ParticipantRef, details: Details, take_away: Collection[tuple[Category, str]] = ()
) -> None:
    """Put these answers in the place of earlier ones, and take others away; what is not named stays.

    Raises:
        NotAvailable: not the acting person's to write.
        Unsafe: a key is missing, or a page was altered.
    """
    actor = keeper(scene, ref, Duty.KEEP_FOLDER)
    for category in dict.fromkeys([*details, *(place for place, _ in take_away)]):
        new = details.get(category, {})
        gone = {name for place, name in take_away if place is category} - new.keys()
        scene.vault.pages.rewrite(
            scene.work, actor, ref, Shelf.DIRECTORY, category, _merging(new, gone), moment=scene.moment
        )
        scene.note(Verb.FOLDER_WRITTEN, (ref,), f"{Shelf.DIRECTORY.value}:{category.value}")


def _merging(new: Fields, gone: Collection[str]) -> Callable[[Fields], Fields]:
    def merged(before: Fields) -> Fields:
        return {name: text for name, text in {**before, **new}.items() if name not in gone}

    return merged


def add_goal(scene: Scene, ref: ParticipantRef, goal: Goal) -> str:
    """Keep a goal; answers its page. The goal's `since` is set here.

    Raises:
        NotAvailable: not the acting person's to write.
        ValueError: too many steps.
    """
    actor = keeper(scene, ref, Duty.KEEP_GOALS)
    whole = Goal(goal.words, changed(goal, GoalChange()).steps, rfc3339(scene.moment))
    page = scene.vault.pages.write(
        scene.work, actor, ref, Shelf.GOAL, Category.ENGAGEMENT, whole.fields(), moment=scene.moment
    )
    scene.note(Verb.FOLDER_WRITTEN, (ref,), Shelf.GOAL.value)
    return page


def change_goal(scene: Scene, ref: ParticipantRef, page: str, change: GoalChange | None) -> str:
    """Change the goal on this page, or put it away (None); answers the new page.

    Raises:
        NotAvailable: not the acting person's to write.
        AlreadyChanged: somebody has changed this goal since it was read.
        ValueError: too many steps.
    """
    actor = keeper(scene, ref, Duty.KEEP_GOALS)

    def after(before: Fields) -> Fields:
        return changed(Goal.from_fields(before), change).fields() if change else {}

    try:
        page = scene.vault.pages.rewrite(
            scene.work, actor, ref, Shelf.GOAL, Category.ENGAGEMENT, after, moment=scene.moment, page=page
        )
    except NotAvailable:
        raise AlreadyChanged("goal") from None
    scene.note(Verb.FOLDER_WRITTEN, (ref,), Shelf.GOAL.value if change else f"{Shelf.GOAL.value}:away")
    return page


def goals_among(pages: Iterable[Page]) -> tuple[Goal, ...]:
    """The goals among opened pages, the oldest first."""
    goals = (Goal.from_fields(page.fields, page.id) for page in pages if page.shelf is Shelf.GOAL)
    return tuple(sorted(goals, key=lambda goal: (goal.since, goal.page)))
