"""Every row of the two-world proof: a feature joins by adding its rows here."""

from __future__ import annotations

from tests.worlds.row import Row
from tests.worlds.rows_closed_loop import AFTER_MEETING, COMMUNITY_NEVER_MET, NEVER_MET, WAITING_FOR
from tests.worlds.rows_conferences import NOT_INVITED, POTENTIAL, PUT_OFF, RECUSAL, SECOND_REQUEST
from tests.worlds.rows_consent import ENDED_CONSENT, ENROLLED, OTHERS_CONSENT, PARTICIPANT, QUIET_CONSENT
from tests.worlds.rows_opening import OWN_ITEM, TEAM_ITEM
from tests.worlds.rows_pings import NOT_MINE, PING_ENDED, PING_EXISTS
from tests.worlds.rows_questions import QUESTION, SCHEDULING
from tests.worlds.rows_referral import KNOWN, MET, REFERENCE, SAME_PERSON
from tests.worlds.rows_roster import GUARD, ROSTER

ROWS: tuple[Row, ...] = (
    KNOWN,
    SAME_PERSON,
    MET,
    REFERENCE,
    GUARD,
    ROSTER,
    TEAM_ITEM,
    OWN_ITEM,
    ENDED_CONSENT,
    QUIET_CONSENT,
    OTHERS_CONSENT,
    ENROLLED,
    PARTICIPANT,
    PING_ENDED,
    PING_EXISTS,
    NOT_MINE,
    QUESTION,
    SCHEDULING,
    AFTER_MEETING,
    NEVER_MET,
    WAITING_FOR,
    COMMUNITY_NEVER_MET,
    SECOND_REQUEST,
    POTENTIAL,
    NOT_INVITED,
    PUT_OFF,
    RECUSAL,
)

# What differs between databases are claims, locks and order: one row of each kind is enough on the second.
ON_POSTGRESQL: tuple[Row, ...] = (
    KNOWN,
    ROSTER,
    TEAM_ITEM,
    ENDED_CONSENT,
    PING_ENDED,
    NEVER_MET,
    SECOND_REQUEST,
)
