"""Every name that Slack hands back to us: commands, actions, callbacks. Static; none ever holds data."""

from __future__ import annotations

from enum import StrEnum

COMMAND = "/lead"


class Keyword(StrEnum):
    """What may follow `/lead`."""

    REFER = "refer"
    STATUS = "status"
    CONSENT = "consent"
    ROSTER = "roster"
    HELP = "help"


class Shortcut(StrEnum):
    """Global shortcuts, and the one in a message's menu."""

    REFER = "refer_to_lead"
    MOVE = "move_to_sealed_item"


class Action(StrEnum):
    """Buttons and selects."""

    START_REFERRAL = "start_referral"
    CHOOSE_FIELD_HELP = "choose_field_help"
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
    BECAME_ARREST = "became_arrest_diversion"
    BECAME_SOCIAL = "became_social_contact"
    BECAME_NEITHER = "became_neither"
    SHOW_HELP = "show_help"
    NOT_DETAILS = "not_details"
    ROSTER_MORE = "roster_more"
    ROSTER_SEAT = "roster_seat"
    ROSTER_APPOINT = "roster_appoint"
    SEAT_SUSPEND = "seat_suspend"
    SEAT_DEPART = "seat_depart"
    SEAT_LEAVE = "seat_leave"
    SEAT_TRANSFER = "seat_transfer"
    SEAT_ACTING = "seat_acting"
    PROPOSAL_CONFIRM = "proposal_confirm"
    PROPOSAL_DECLINE = "proposal_decline"
    SHOW_REFRESHER = "show_refresher"
    OPEN_FOLDER = "open_folder"
    OPEN_RELEASES = "open_releases"
    BEGIN_PARTICIPANT = "begin_participant"
    MORE_PEOPLE = "more_people"
    EDIT_DETAILS = "edit_details"
    ADD_GOAL = "add_goal"
    EDIT_GOAL = "edit_goal"
    CHANGE_RUNG = "change_rung"
    CHANGE_TEAM = "change_team"

    NEW_RELEASE = "new_release"
    ADD_RECIPIENT = "add_recipient"
    WITHDRAW_RELEASE = "withdraw_release"
    WRITTEN_FORM_CAME = "written_form_came"
    EVENT_HAPPENED = "event_happened"
    SHOW_LOG = "show_log"
    SHOW_PART_2 = "show_part_two"

    SEAL_MESSAGE = "seal_message"
    SEAL_ABOUT = "seal_about"
    REPLY_SEALED = "reply_sealed"
    TAKE_BACK = "take_back"


class View(StrEnum):
    """Callback ids of modals and the Home tab."""

    CHOOSE_DOOR = "choose_door"
    FIELD_HELP = "field_help"
    ARREST_FIRST = "arrest_first"
    ARREST_REST = "arrest_rest"
    SOCIAL_CONTACT = "social_contact"
    COMMUNITY = "community"
    RECEIPT = "receipt"
    OPENING = "opening"
    OPENED = "opened"
    UNAVAILABLE = "unavailable"
    HELP = "help"
    ROSTER = "roster"
    SEAT = "seat"
    APPOINT = "appoint"
    LEAVE = "leave"
    TRANSFER = "transfer"
    ACTING = "acting"
    ROSTER_RECEIPT = "roster_receipt"
    REFRESHER = "refresher"
    MY_RELEASES = "my_releases"
    RELEASE_FORM = "release_form"
    RELEASE_RECIPIENT = "release_recipient"
    RELEASE_WITHDRAW = "release_withdraw"
    RELEASE_DONE = "release_done"
    PART_2 = "part_two"
    SEAL_MESSAGE = "seal_message"
    SEAL_ABOUT = "seal_about"
    SEAL_REPLY = "seal_reply"
    SEALED = "sealed"
    HOME = "home"
    PARTICIPANT_BEGIN = "participant_begin"
    PARTICIPANT_BEGUN = "participant_begun"
    PEOPLE = "people"
    FOLDER_DETAILS = "folder_details"
    GOAL_NEW = "goal_new"
    GOAL_EDIT = "goal_edit"
    RUNG = "rung"
    TEAM = "team"


class Event(StrEnum):
    """Events that Slack sends us."""

    HOME_OPENED = "app_home_opened"
    MESSAGE = "message"
    USER_CHANGED = "user_change"
