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
    QUEUE = "queue"
    # The start page for everybody (handlers/rollcall/start.py, the check-in's listeners claim the keyword);
    # its button SCHEDULES opens the list of schedules, for those who keep them (schedule_listeners).
    ROLLCALL = "rollcall"
    ISSUE = "issue"
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
    OPTION_STATION = "option_station"
    OPTION_CENTER = "option_center"
    OPTION_LATER = "option_later"
    OPTION_STOP = "option_stop"
    BECAME_ARREST = "became_arrest_diversion"
    BECAME_SOCIAL = "became_social_contact"
    BECAME_NEITHER = "became_neither"
    RELEASED = "released_to_lead"
    SHOW_HELP = "show_help"
    NOT_DETAILS = "not_details"
    ROTA_OPEN = "rota_open"
    ROTA_REGION = "rota_region"
    ROTA_CHANGE = "rota_change"
    CARD_SEEN = "card_seen"
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

    LOOK_AT_PAIR = "look_at_pair"
    SAME_PERSON = "same_person"
    DIFFERENT_PEOPLE = "different_people"
    MERGE_PAIR = "merge_pair"

    QUEUE_PAGE = "queue_page"
    QUEUE_TURN = "queue_turn"
    QUEUE_ITEM = "queue_item"
    QUEUE_SEND = "queue_send"
    QUEUE_WAITLIST = "queue_waitlist"
    QUEUE_ASK = "queue_ask"
    QUEUE_DECLINE = "queue_decline"
    QUEUE_OTHER = "queue_other"
    QUEUE_WITHDRAW = "queue_withdraw"
    QUEUE_INTAKE_DONE = "queue_intake_done"
    QUEUE_CLOSE = "queue_close"
    QUEUE_APPROVE = "queue_approve"
    QUEUE_NOT_APPROVE = "queue_not_approve"
    QUEUE_GIVE = "queue_give"
    QUEUE_FORECAST = "queue_forecast"

    # Value: nothing; the list of schedules. Value: a schedule's id; the form that changes it.
    SCHEDULES = "schedules"
    SCHEDULE_CHANGE = "schedule_change"

    # Value: a firing's id, but where said otherwise.
    ROLLCALL_ANSWER = "rollcall_answer"
    ROLLCALL_DIGEST = "rollcall_digest"
    ROLLCALL_SKIP = "rollcall_skip"
    ROLLCALL_FOR_SHIFT = "rollcall_for_shift"
    ROLLCALL_IN_PERSON = "rollcall_in_person"  # also of a visit; without a value: the form asks which
    ROLLCALL_OVERVIEW = "rollcall_overview"
    ROLLCALL_SHIFT = "rollcall_shift"  # a schedule's id
    ISSUE_FROM_THEME = "issue_from_theme"  # a theme's code
    ISSUE_FROM_WORDS = "issue_from_words"  # an answer's handle
    ISSUE_FROM_PLACE = "issue_from_place"  # an answer's handle
    ISSUE_FROM_VISIT = "issue_from_visit"  # a visit's id
    ISSUE_LIST = "issue_list"
    ISSUE_OPEN = "issue_open"  # an issue's reference


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
    ROTA = "rota"
    ROTA_SPAN = "rota_span"
    CARD_SEEN = "card_seen"
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
    PAIR = "pair"
    MERGE_PAIR = "merge_pair"
    PARTICIPANT_BEGIN = "participant_begin"
    PARTICIPANT_BEGUN = "participant_begun"
    PEOPLE = "people"
    FOLDER_DETAILS = "folder_details"
    GOAL_NEW = "goal_new"
    GOAL_EDIT = "goal_edit"
    RUNG = "rung"
    TEAM = "team"
    QUEUE = "queue"
    QUEUE_ITEM = "queue_item"
    QUEUE_WAITLIST = "queue_waitlist"
    QUEUE_DECLINE = "queue_decline"
    QUEUE_OTHER = "queue_other"
    QUEUE_WITHDRAW = "queue_withdraw"
    QUEUE_CLOSE = "queue_close"
    QUEUE_FIRST = "queue_first"
    QUEUE_FORECAST = "queue_forecast"
    ROLLCALL_START = "rollcall_start"
    ROLLCALL_CHECK_IN = "rollcall_check_in"
    ROLLCALL_DIGEST = "rollcall_digest"
    ROLLCALL_SKIP = "rollcall_skip"
    ROLLCALL_FOR_SHIFT = "rollcall_for_shift"
    ROLLCALL_IN_PERSON = "rollcall_in_person"
    ROLLCALL_OVERVIEW = "rollcall_overview"
    ROLLCALL_SHIFT = "rollcall_shift"
    ROLLCALL_THANKS = "rollcall_thanks"
    ISSUES = "issues"
    ISSUE = "issue"
    ISSUE_END = "issue_end"


class Event(StrEnum):
    """Events that Slack sends us."""

    HOME_OPENED = "app_home_opened"
    MESSAGE = "message"
    USER_CHANGED = "user_change"
