"""What the ground can refuse, as types; the wings turn them into words."""

from __future__ import annotations


class DomainError(Exception):
    """A refusal that people caused or can mend.

    Attributes:
        code: a short constant for logs, audit and tests; never holds data.
    """

    code = "refused"

    def __init__(self, code: str | None = None) -> None:
        if code is not None:
            self.code = code
        super().__init__(self.code)


class NotOnRoster(DomainError):
    """The Slack user has no current, untampered seat on the roster."""

    code = "not_on_roster"


class NotAllowed(DomainError):
    """The role may not do this act."""

    code = "not_allowed"


class NotAvailable(DomainError):
    """The one refusal of every opening. `code` is for the audit only and must never be shown."""

    code = "not_available"


class AlreadyChanged(DomainError):
    """Somebody else moved the subject on; `state` is where it stands now."""

    code = "already_changed"

    def __init__(self, state: str) -> None:
        super().__init__()
        self.state = state


class NobodyOnCall(DomainError):
    """Nobody who may respond can be found for the region; nothing was changed."""

    code = "nobody_on_call"


class LastManager(DomainError):
    """It would leave the work group without an active project manager; `user` is the one whose seat it is."""

    code = "last_manager"

    def __init__(self, user: str) -> None:
        super().__init__()
        self.user = user


class NoRoom(DomainError):
    """One more would be above the ceiling; nothing was changed."""

    code = "no_room"


class OutOfTurn(DomainError):
    """Others stand before it on the waitlist; nothing was changed, and a reason would let it."""

    code = "out_of_turn"


class NotApproved(DomainError):
    """The door asks for an approval of LEAD intake that has not been given; nothing was changed."""

    code = "not_approved"


class NotCovered(DomainError):
    """No live release covers it. `classes`: the codes of the classes of detail that none covers."""

    code = "not_covered"

    def __init__(self, classes: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.classes = classes


class PointsToOne(DomainError):
    """Words that were to be told of a place could be of one person; nothing was kept."""

    code = "points_to_one"


class Vacant(DomainError):
    """Nobody holds the role that is asked, at that agency, today."""

    code = "vacant"


class FundShort(DomainError):
    """Less is left in the fund than was asked for; nothing was changed."""

    code = "fund_short"


class UnknownCourt(DomainError):
    """The site file names no court of this code."""

    code = "unknown_court"


class HearingOver(DomainError):
    """The moment named for a hearing has passed already, by the court's own clock."""

    code = "hearing_over"


class UnknownReference(DomainError):
    """No such subject, or none this actor may know of."""

    code = "unknown_reference"


class StorageUnavailable(DomainError):
    """The database could not take the act now (locked, full, gone); nothing was kept."""

    code = "storage_unavailable"


class Unsafe(DomainError):
    """A start or a disclosure is refused: a safeguard does not hold. The text says which and the mend."""

    code = "unsafe"

    def __init__(self, why: str) -> None:
        super().__init__()
        self.why = why

    def __str__(self) -> str:
        """The sentence for the operator."""
        return self.why


class BadFile(DomainError):
    """A file of the operator's is refused whole: where and why, one line each."""

    code = "bad_file"

    def __init__(self, problems: list[str]) -> None:
        super().__init__()
        self.problems = problems

    def __str__(self) -> str:
        """Every problem on its own line."""
        return "\n".join(self.problems)
