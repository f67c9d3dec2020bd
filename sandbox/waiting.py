"""What waits unread for each of the cast, so that whoever plays two people sees whom to be next."""

from itertools import takewhile

from sandbox.conversations import Conversation
from sandbox.wire import Json
from sandbox.workspace import Workspace

MOST = 100  # more are not told apart


def waiting(workspace: Workspace) -> Json:
    """`waiting`: unread messages by person, up to `MOST`; who has none is left out."""
    with workspace.lock:
        counts = {
            person.id: sum(_unread(one, person.id) for one in workspace.conversations.of(person.id))
            for person in workspace.people.values()
            if not person.is_bot
        }
    return {"ok": True, "waiting": {user: min(count, MOST) for user, count in counts.items() if count}}


def _unread(place: Conversation, user: str) -> int:
    """As `Conversation.unread` counts, but from the newest back and no further than needed."""
    mark, count = place.read.get(user, ""), 0
    for one in takewhile(lambda row: row.ts > mark, reversed(place.messages.values())):
        count += one.user != user and one.ephemeral_to in (None, user)
        if count == MOST:
            break
    return count
