"""The openings board as Block Kit: what is free, one tap to claim one, and the form that posts."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import blocks
from handlers.blocks import Block, View
from handlers.forms import as_modal
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.openings.facts import BoardFacts, Done, FormFacts, PostingFacts
from handlers.openings.questions import given, place_form
from models.vacant_place import PlaceKind

_ROOM = 90  # of a view's hundred blocks
_NAMES: Mapping[PlaceKind, tuple[str, str]] = {
    PlaceKind.BED: ("bed", "beds"),
    PlaceKind.SLOT: ("slot", "slots"),
    PlaceKind.CLINIC_HOURS: ("clinic hour", "clinic hours"),
    PlaceKind.OTHER: ("opening", "openings"),
}
_DONE: Mapping[Done, str] = {
    Done.POSTED: "Posted. You hear of each claim.",
    Done.CLAIMED: "One is yours. The provider knows which agency claimed it: call them to arrange it.",
    Done.GIVEN_BACK: "Given back. The provider knows.",
    Done.LONGER: "It stays on the board for two days from now.",
    Done.ENDED: "It is off the board. What was claimed before stays arranged.",
    Done.TOO_LATE: "That one is taken or over by now. Nothing was changed by your tap.",
}


def board_view(board: BoardFacts, done: Done | None = None) -> View:
    """The board. `done`: what the last tap did."""
    rows: list[Block] = [blocks.section(_DONE[done])] if done else []
    if board.may_post:
        rows.append(
            blocks.actions("openings.post", [blocks.button(Action.PLACE_POST.value, "Post an opening")])
        )
    shown = 0
    for posting in board.postings:
        its = _posting(posting)
        if len(rows) + len(its) > _ROOM:
            break
        rows += its
        shown += 1
    if not board.postings:
        rows.append(blocks.section("Nothing is posted now."))
    if shown < len(board.postings):
        rows.append(blocks.context(f"And {len(board.postings) - shown} more, which end sooner."))
    return blocks.modal(ViewId.OPENINGS.value, "Openings", rows)


def form_view(facts: FormFacts) -> View:
    """The form, its usual end already chosen."""
    return as_modal(place_form(facts), given=given(facts))


def _posting(posting: PostingFacts) -> list[Block]:
    """Its line, what the reader's agency claimed of it, and what its own agency may do."""
    line = blocks.section(_line(posting))
    if posting.may_claim:
        claim = blocks.button(Action.PLACE_CLAIM.value, "Claim one", value=posting.id, style="primary")
        line = blocks.with_button(_line(posting), claim)
    rows = [{**line, "block_id": f"place.{posting.id}"}]
    for mine in posting.my_claims:
        give = blocks.button(Action.PLACE_GIVE_BACK.value, "Give back", value=mine.id)
        said = f"Claimed by {mine.by}. Call {posting.caller}, {posting.agency}."
        rows.append({**blocks.with_button(said, give), "block_id": f"place.claim.{mine.id}"})
    if posting.mine:
        longer = blocks.button(Action.PLACE_LONGER.value, "Two days more", value=posting.id)
        end = blocks.button(Action.PLACE_END.value, "Nothing is free any more", value=posting.id)
        if posting.claimed_by:
            rows.append(blocks.context(f"Claimed by: {', '.join(posting.claimed_by)}."))
        rows.append(blocks.actions(f"place.own.{posting.id}", [longer, end]))
    return rows


def _line(posting: PostingFacts) -> str:
    one, more = _NAMES[posting.kind]
    where = posting.region or "every region"
    told = f"{posting.left} of {posting.places} {one if posting.places == 1 else more} free, {where}."
    terms = f" {posting.words.rstrip('.')}." if posting.words else ""
    return f"{told}{terms}\n{posting.agency}, until {posting.until}."
