"""Every feature put together over one ground: what opens, and what is listened to. Add a feature here."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.actions.listeners import ActionListeners
from handlers.actions.money import Money
from handlers.actions.opened import action_face
from handlers.actions.reading import ReadingActions
from handlers.actions.service import Actions
from handlers.agenda.listeners import AgendaListeners
from handlers.agenda.service import Agendas
from handlers.call import Tables
from handlers.conferences.listeners import ConferenceListeners
from handlers.conferences.opened import BriefEntry, conference_face
from handlers.conferences.service import Conferences
from handlers.consents.listeners import ConsentListeners
from handlers.consents.opened import Log, Releases
from handlers.consents.service import Consents
from handlers.consents.withdrawals import Withdrawals
from handlers.court.listeners import CourtListeners
from handlers.court.lists import CalendarEntry, HoldsEntry
from handlers.court.opened import CourtEntry
from handlers.court.service import Courts
from handlers.critical.listeners import CriticalListeners
from handlers.critical.service import CriticalIncidents
from handlers.deps import Ground
from handlers.desk import Desk, Entry, Opens, SealedItems
from handlers.duplicates.listeners import DuplicateListeners
from handlers.duplicates.opened import PairEntry
from handlers.duplicates.service import Duplicates
from handlers.guarding.listeners import GuardListeners
from handlers.guarding.service import Guarding
from handlers.home.listeners import HomeListeners
from handlers.home.pane import HomePane
from handlers.home.service import Home
from handlers.issues.listeners import IssueListeners
from handlers.issues.service import Issues
from handlers.legal.card_listeners import CardListeners
from handlers.legal.contacts import Contacts
from handlers.legal.helping import LegalHelp
from handlers.legal.listeners import LegalListeners
from handlers.legal.opened import LawyersEntry, legal_faces
from handlers.legal.questions import Questions
from handlers.members.listeners import MemberListeners
from handlers.members.roster import Roster
from handlers.members.roster_listeners import RosterListeners
from handlers.members.roster_pages import RosterPages
from handlers.members.service import Departures
from handlers.messages.listeners import MessageListeners
from handlers.messages.opened import message_face
from handlers.messages.service import Messages
from handlers.openings.listeners import OpeningListeners
from handlers.openings.service import Openings
from handlers.participants.listeners import ParticipantListeners
from handlers.participants.opened import FolderEntry, GoalEntry
from handlers.participants.service import Participants
from handlers.pings.asking import Asking
from handlers.pings.listeners import PingListeners
from handlers.pings.opened import memo_face, ping_face
from handlers.pings.service import Pings
from handlers.policy.listeners import PolicyListeners
from handlers.policy.rule_listeners import RuleListeners
from handlers.policy.rules_service import Rules
from handlers.policy.service import Policy
from handlers.queue.listeners import QueueListeners
from handlers.queue.service import Queue
from handlers.referrals.field_help import FieldHelp, FieldHelpListeners
from handlers.referrals.handoff import Handoff
from handlers.referrals.listeners import ReferralListeners
from handlers.referrals.opened import referral_face
from handlers.referrals.released import IntakeListeners, Intakes
from handlers.referrals.service import Referrals
from handlers.registry import tables
from handlers.rollcall.leading import Leading
from handlers.rollcall.listeners import RollCallListeners
from handlers.rollcall.opened import CheckInEntry
from handlers.rollcall.schedule_listeners import ScheduleListeners
from handlers.rollcall.schedule_rooms import Rooms
from handlers.rollcall.schedule_service import Schedules
from handlers.rollcall.service import RollCalls
from handlers.rota.listeners import RotaListeners
from handlers.rota.service import Rota
from handlers.safeguards.faces import offering_to_set_aside
from handlers.safeguards.listeners import SafeguardListeners
from handlers.safeguards.service import Safeguards
from handlers.situations.listeners import SituationListeners
from handlers.situations.service import Situations
from handlers.slack_client import Home as SlackHome
from handlers.telling import Teller


def entries(ground: Ground) -> Mapping[Opens, Entry]:
    """What can be opened at the desk, and how."""
    items = {"R": referral_face(ground.now), "M": message_face(ground)}
    shown = {**items, "P": ping_face(legal_faces()), "T": action_face(ground), "K": conference_face()}
    return {
        Opens.ITEM: SealedItems(ground, {name: offering_to_set_aside(face) for name, face in shown.items()}),
        Opens.MEMO: SealedItems(ground, {**items, "P": memo_face}),
        Opens.FOLDER: FolderEntry(ground),
        Opens.GOAL: GoalEntry(ground),
        Opens.RELEASES: Releases(ground),
        Opens.LOG: Log(ground),
        Opens.PAIR: PairEntry(ground),
        Opens.LAWYERS: LawyersEntry(ground),
        Opens.COURT: CourtEntry(ground),
        Opens.CALENDAR: CalendarEntry(ground),
        Opens.HOLDS: HoldsEntry(ground),
        Opens.ROLL_CALL: CheckInEntry(ground),
        Opens.CONFERENCE: BriefEntry(ground),
    }


def triggers(
    ground: Ground,
    desk: Desk,
    teller: Teller,
    slack_home: SlackHome,
    departures: Departures,
    rooms: Rooms,
    pane: HomePane,
) -> Tables:
    """Everything that is listened to."""
    home = HomeListeners(Home(ground), pane, teller)
    guards = GuardListeners(Guarding(ground, slack_home.bot_id))
    legal = LegalListeners(Questions(ground), LegalHelp(ground), desk, teller)
    features = [
        ReferralListeners(Referrals(ground), Handoff(ground), desk, teller).triggers(),
        FieldHelpListeners(FieldHelp(ground)).triggers(),
        IntakeListeners(Intakes(ground)).triggers(),
        MemberListeners(departures, slack_home).triggers(),
        RosterListeners(RosterPages(ground), Roster(ground), teller).triggers(),
        ParticipantListeners(Participants(ground), desk).triggers(),
        MessageListeners(Messages(ground), teller).triggers(),
        PingListeners(Asking(ground), Pings(ground), desk, teller, legal.by_role()).triggers(),
        legal.triggers(),
        CardListeners(Contacts(ground), desk).triggers(),
        ConsentListeners(Consents(ground), Withdrawals(ground), desk).triggers(),
        QueueListeners(Queue(ground), teller).triggers(),
        RotaListeners(Rota(ground)).triggers(),
        ConferenceListeners(Conferences(ground), desk, teller).triggers(),
        AgendaListeners(Agendas(ground)).triggers(),
        RollCallListeners(RollCalls(ground), Leading(ground), desk).triggers(),
        ScheduleListeners(Schedules(ground), rooms).triggers(),
        IssueListeners(Issues(ground)).triggers(),
        PolicyListeners(Policy(ground)).triggers(),
        RuleListeners(Rules(ground)).triggers(),
        CriticalListeners(CriticalIncidents(ground)).triggers(),
        OpeningListeners(Openings(ground)).triggers(),
        SituationListeners(Situations(ground)).triggers(),
        DuplicateListeners(Duplicates(ground), desk, teller).triggers(),
        CourtListeners(Courts(ground), desk).triggers(),
        SafeguardListeners(Safeguards(ground)).triggers(),
        ActionListeners(ReadingActions(ground), Actions(ground), Money(ground), desk, teller).triggers(),
        home.triggers(),
        guards.triggers(),
    ]
    return tables(features, in_dm=home.message, in_channel=guards.message)
