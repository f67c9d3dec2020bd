"""Every name that Slack hands back to us: commands, actions, callbacks. Static; none ever holds data."""

from __future__ import annotations

from enum import StrEnum

COMMAND = "/lead"


class Keyword(StrEnum):
    """What may follow `/lead`."""

    REFER = "refer"
    STATUS = "status"
    HELP = "help"


class Shortcut(StrEnum):
    """Global shortcuts."""

    REFER = "refer_to_lead"


class Action(StrEnum):
    """Buttons and selects."""

    START_REFERRAL = "start_referral"
    CHOOSE_ARREST = "choose_arrest_diversion"
    CHOOSE_SOCIAL = "choose_social_contact"
    CHOOSE_COMMUNITY = "choose_community"
    OPEN_ITEM = "open_item"
    ADD_DETAILS = "add_details"
    ACKNOWLEDGE = "acknowledge"
    ESTIMATE = "estimate"
    MET = "met"
    NOT_MET = "not_met"
    SEND_OUTREACH = "send_outreach"
    SHOW_HELP = "show_help"
    NOT_DETAILS = "not_details"


class View(StrEnum):
    """Callback ids of modals and the Home tab."""

    CHOOSE_DOOR = "choose_door"
    ARREST_FIRST = "arrest_first"
    ARREST_REST = "arrest_rest"
    SOCIAL_CONTACT = "social_contact"
    COMMUNITY = "community"
    RECEIPT = "receipt"
    OPENING = "opening"
    OPENED = "opened"
    UNAVAILABLE = "unavailable"
    HELP = "help"
    HOME = "home"


class Event(StrEnum):
    """Events that Slack sends us."""

    HOME_OPENED = "app_home_opened"
    MESSAGE = "message"
    USER_CHANGED = "user_change"
