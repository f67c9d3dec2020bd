"""Sentences that more than one room says: plain, true, harmless on a lock screen."""

from __future__ import annotations

from models.site import Contacts

PART_2 = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
OPENING = "Opening... If this stays for more than a few seconds, close it and tap Open again."
NOT_A_MEMBER = (
    "This app is for members of the LEAD work group. "
    "If you should be one, please ask your agency's LEAD contact."
)
READ_ONLY = "Messages here are not read or kept. Type /lead help to see what you can do."
# All that a community referrer reads about a referral of theirs, wherever they look.
COMMUNITY_RECEIPT = "Received. Thank you. We can't share anything about any person."
TAKING_BACK = "Nobody can open it afterwards. The cards stay where they are."
ONLY_KEYWORDS = (
    "Please type only a keyword after /lead, and keep details about people for the forms. "
    "Nothing of what you typed was kept."
)
HELP_LINES = (
    ("/lead refer", "Refer a person. You choose the door; the form asks the rest."),
    ("/lead status REF", "Where a referral of yours stands, or a coordination: /lead status R-7KQ2M."),
    ("/lead consent", "For care teams: your participants' releases, or one's: /lead consent C-7KQ2M."),
    ("/lead roster", "For roster owners: who is on the roster, and what waits for a second person."),
    (
        "/lead queue",
        "For project and case managers: what waits, what is due, what is late, and what to do next.",
    ),
    (
        "/lead ping",
        (
            "For care teams: ask a prosecutor's office, also about one person: /lead ping C-7KQ2M. "
            "For prosecutors and public defenders: ask by your own case number."
        ),
    ),
    (
        "/lead rollcall",
        "Your roll call and what came of it; whoever was at one logs it; who keeps the times finds them.",
    ),
    (
        "/lead issue",
        "What is in the way of the work, and who sees to it; raise one; what changed in the rules.",
    ),
    ("/lead agenda", "Your groups' meetings and agendas, what you put on the next one, and your actions."),
    (
        "/lead conference",
        "Talk about a person, a potential referral, or a place; also about one: /lead conference C-7KQ2M.",
    ),
    (
        "/lead openings",
        "Beds, slots and clinic hours that providers have free; care teams claim one by a tap.",
    ),
    ("/lead help", "This overview."),
)


def unavailable(contacts: Contacts) -> str:
    """The one refusal of every opening, whatever the cause."""
    return f"This item isn't available. Contact the team line: {contacts.team_line}."


def not_saved(contacts: Contacts) -> str:
    """Nothing was kept; what was typed still stands in the form."""
    return f"This could not be saved just now. Nothing was kept. Send it again, or call {contacts.team_line}."


def not_shown(contacts: Contacts) -> str:
    """Home cannot be drawn now."""
    return f"This page cannot be shown just now. Please look again in a moment, or call {contacts.team_line}."


def slack_was_slow(contacts: Contacts) -> str:
    """Slack did not answer in time."""
    return f"Slack is slow right now. Please try again, or call {contacts.team_line}."


def our_mistake(error_id: str, contacts: Contacts | None) -> str:
    """Something of ours broke; the id finds the log line."""
    phone = f" or call {contacts.team_line}" if contacts else ""
    return f"Something on our side went wrong (note {error_id}). Please try again{phone}."
