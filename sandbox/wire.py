"""Words that every room of the practice workspace shares: JSON objects and refusals."""

from typing import Any

# Slack's payloads are open-ended JSON; their shapes are checked in limits.py, not by the type checker.
Json = dict[str, Any]


class Refusal(Exception):
    """The Web API says no: `{"ok": false, "error": code, ...extra}`, spelled as Slack spells it."""

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.extra: Json = extra

    def answer(self) -> Json:
        """The body of the answer."""
        return {"ok": False, "error": self.code, **self.extra}


class RateLimited(Exception):
    """HTTP 429; `retry_after` is whole seconds, at least 1."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"retry after {retry_after} s")
        self.retry_after = retry_after


class SlackSays(Exception):
    """What a person's client shows when something did not go through: a code and a plain sentence."""

    def __init__(self, error: str, message: str) -> None:
        super().__init__(f"{error}: {message}")
        self.error = error
        self.message = message

    def answer(self) -> Json:
        """The body of a /ui/* answer."""
        return {"ok": False, "error": self.error, "message": self.message}


class SlackTimeout(SlackSays):
    """The app did not answer within three seconds."""

    def __init__(self, what: str = "LEAD") -> None:
        super().__init__("operation_timeout", f"{what} did not answer in time. Please try again.")


class DispatchFailed(SlackSays):
    """The app could not be reached, or answered with something other than HTTP 200."""

    def __init__(self, why: str = "LEAD is not connected right now. Please try again in a moment.") -> None:
        super().__init__("dispatch_failed", why)


class NotPossible(SlackSays):
    """The person's own client would not let them do this."""
