"""The site's rules: what stands in site.toml, kept as versions under a MAC, and who is on call by them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from models.classes import STORED, Category
from models.court_rules import Court, GoldenRule, Office
from models.meeting_rules import MeetingRule
from models.people import AgencyKind, Role, agency_kind
from models.referral import Door
from models.rollcall_rules import RollCallRule
from models.site_table import Code, Table, UserId, Zone, known_zone

ChannelId = Annotated[str, Field(pattern=r"^[CG][A-Z0-9]{2,20}$")]
ClockTime = Annotated[str, Field(pattern=r"^(?:[01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$")]
_SPAN = r"^(?:[01][0-9]|2[0-3]):[0-5][0-9]-(?:[01][0-9]|2[0-3]):[0-5][0-9]$"
Minutes = Annotated[int, Field(ge=1, le=24 * 60)]
Days = Annotated[int, Field(ge=0, le=3660)]


class Weekday(StrEnum):
    """As written in the file; the order is that of `date.weekday()`."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class About(Table):
    """`[site]`."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    time_zone: Zone
    owg_channel: ChannelId
    languages: tuple[str, ...] = ("en",)
    host_agency: str

    _zone = field_validator("time_zone")(known_zone)

    @field_validator("host_agency")
    @classmethod
    def _not_the_accusing_side(cls, name: str) -> str:
        if agency_kind(name) in {AgencyKind.POLICE, AgencyKind.PROSECUTOR}:
            raise ValueError("a police or prosecutor agency may not host the bot")
        return name


class Region(Table):
    """`[[regions]]`."""

    code: Code
    name: Annotated[str, Field(min_length=1, max_length=60)]
    time_zone: Zone | None = None

    _zone = field_validator("time_zone")(known_zone)


class Group(Table):
    """`[[groups]]`."""

    code: Code
    name: Annotated[str, Field(min_length=1, max_length=80)]
    kind: Literal["owg", "committee", "clt", "policy"]
    regions: tuple[Code, ...] = ()
    channel: ChannelId
    facilitator: UserId | None = None
    members: Annotated[tuple[UserId, ...], Field(max_length=200)] = ()


Details = Literal["modal", "page"]


class SlackSurface(Table):
    """`[slack]`."""

    details: Details = "modal"


class PageRules(Table):
    """`[page]`: for which classes of detail the secure page asks for a passkey, and when it goes blank."""

    passkey_for: Annotated[tuple[Category, ...], Field(max_length=len(STORED))] = ()
    blank_on_tab_switch: bool = False

    @field_validator("passkey_for")
    @classmethod
    def _classes_that_are_stored(cls, classes: tuple[Category, ...]) -> tuple[Category, ...]:
        if not frozenset(classes) <= frozenset(STORED):
            raise ValueError("such details are never stored, so none can be opened")
        return classes


class Paging(Table):
    """`[paging]`."""

    quiet_hours: Annotated[str, Field(pattern=_SPAN)] = "22:00-06:00"
    pager_url: str | None = None
    unheard_minutes: Minutes = 2


class Clocks(Table):
    """`[clocks]`."""

    handoff_minutes: Minutes = 30
    repage_minutes: tuple[Minutes, ...] = (5, 8, 12)
    intake_days: Days = 14
    intake_reminder_days: tuple[Days, ...] = (7, 2, 0)
    waitlist_review_days: Days = 7
    outreach_hours: Annotated[int, Field(ge=1, le=24 * 60)] = 72
    fixed_line_days: Annotated[int, Field(ge=1, le=90)] = 14
    view_hours: Annotated[int, Field(ge=1, le=24 * 366)] = 72
    destroy_days: Days = 90
    release_ends_days: Days = 14
    prosecutor_ack_minutes: Annotated[tuple[Minutes, ...], Field(min_length=3, max_length=3)] = (30, 60, 90)
    hearing_reminder_days: tuple[Days, ...] = (14, 3, 1, 0)
    hold_reminder_days: tuple[Days, ...] = (14, 3, 1)


class OnCall(Table):
    """`[[on_call]]`: who answers in a region, on these days, in these local hours."""

    region: Code
    slack_user_id: UserId
    backup_user_id: UserId
    supervisor_user_id: UserId | None = None
    days: tuple[Weekday, ...] = tuple(Weekday)
    begins: ClockTime = Field("00:00", alias="from")
    ends: ClockTime = Field("24:00", alias="to")

    def covers(self, local: datetime) -> bool:
        """Whether a local moment falls into the shift; a `to` earlier than `from` runs past midnight."""
        minute = local.hour * 60 + local.minute
        begins, ends = _minutes(self.begins), _minutes(self.ends)
        today, yesterday = _weekday(local), _weekday(local, back=1)
        if begins < ends:
            return today in self.days and begins <= minute < ends
        return (today in self.days and minute >= begins) or (yesterday in self.days and minute < ends)


class ListedAgency(Table):
    """`[[agencies]]`."""

    name: str

    @field_validator("name")
    @classmethod
    def _typed_by_prefix(cls, name: str) -> str:
        agency_kind(name)
        return name


class Capacity(Table):
    """`[capacity]`."""

    average: Annotated[int, Field(ge=1)] = 20
    ceiling: Annotated[int, Field(ge=1)] = 25


class DoorRule(Table):
    """`[doors.*]`."""

    approver: Role | Literal["automatic"] = "automatic"
    approvals: Annotated[int, Field(ge=1, le=2)] = 1
    priority: Annotated[int, Field(ge=1, le=9)] = 5


class Criteria(Table):
    """`[criteria]`: the card officers see before they attest; a changed card is a new version."""

    lines: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=300)], ...], Field(max_length=12)
    ] = ()
    effective: date | None = None
    version: Annotated[int, Field(ge=0, le=9999)] = 0

    @model_validator(mode="after")
    def _dated_and_numbered(self) -> Criteria:
        if self.lines and (self.effective is None or self.version < 1):
            raise ValueError("a card with lines needs its effective date and a version from 1 on")
        return self

    def replaces(self, earlier: Criteria) -> bool:
        """Whether this card may stand where the earlier one stood: the same, or a later version."""
        return self == earlier or self.version > earlier.version

    def card(self, today: date) -> tuple[str, ...]:
        """What stands on the first screen of an arrest diversion; nothing before its date."""
        if not self.lines or self.effective is None or today < self.effective:
            return ()
        return (f"Criteria card {self.version}, in force since {self.effective:%d %b %Y}:", *self.lines)


class OfficerCard(Table):
    """`[officer_card]`: the site's own lines beside the bot's on the first screen of an arrest diversion."""

    lines: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=300)], ...], Field(max_length=6)
    ] = ()


class Reports(Table):
    """`[reports]`."""

    suppress_below: Annotated[int, Field(ge=2)] = 11


class ConferenceRules(Table):
    """`[conference]`: when briefs stand open, how long one takes, and what follows when no release is left.

    `without_release`: what becomes of a person's conference at whose hour nobody invited is covered any more.
    """

    brief_hours_before: Annotated[int, Field(ge=1, le=24 * 14)] = 24
    brief_hours_after: Annotated[int, Field(ge=0, le=24 * 14)] = 24
    minutes: Annotated[int, Field(ge=5, le=120)] = 15
    without_release: Literal["put_off", "situation_only"] = "put_off"
    situation_review_days: Annotated[int, Field(ge=1, le=365)] = 14
    action_reminder_days: tuple[Days, ...] = (1, 0)

    def window(self) -> tuple[timedelta, timedelta]:
        """How long before its beginning and after its end a conference's briefs open."""
        return timedelta(hours=self.brief_hours_before), timedelta(hours=self.brief_hours_after)


class CriticalIncident(Table):
    """`[critical_incident]`: whom the site agreed to call, in order, who speaks, what is said meanwhile."""

    call: Annotated[tuple[UserId, ...], Field(max_length=30)] = ()
    speaker: UserId | None = None
    holding_sentence: Annotated[str, Field(max_length=300)] = ""


class FundRule(Table):
    """`[[funds]]`: a flexible fund."""

    code: Code
    name: Annotated[str, Field(min_length=1, max_length=60)]


class Drift(Table):
    """`[drift]`: when a sign is told to the project managers; 0 = never."""

    quiet_weeks: Annotated[int, Field(ge=0, le=52)] = 3
    no_diversion_days: Days = 30
    empty_seat_days: Days = 14
    no_meeting_days: Days = 21


class Contacts(Table):
    """`[contacts]`: what people are told to call."""

    team_line: Annotated[str, Field(min_length=3, max_length=40)] = "(555) 010-0199"
    emergency: Annotated[str, Field(min_length=2, max_length=20)] = "911"


class SiteRules(Table):
    """The whole file."""

    site: About
    regions: Annotated[tuple[Region, ...], Field(min_length=1, max_length=100)]  # a Slack select holds 100
    groups: tuple[Group, ...] = ()
    slack: SlackSurface = SlackSurface()
    page: PageRules = PageRules()
    paging: Paging = Paging()
    clocks: Clocks = Clocks()
    on_call: tuple[OnCall, ...] = ()
    agencies: tuple[ListedAgency, ...] = ()
    capacity: Capacity = Capacity()
    doors: dict[Door, DoorRule] = Field(default_factory=dict)
    criteria: Criteria = Criteria()
    officer_card: OfficerCard = OfficerCard()
    reports: Reports = Reports()
    drift: Drift = Drift()
    contacts: Contacts = Contacts()
    courts: Annotated[tuple[Court, ...], Field(max_length=100)] = ()
    offices: Annotated[tuple[Office, ...], Field(max_length=100)] = ()
    golden_rule: GoldenRule = GoldenRule()
    rollcalls: Annotated[tuple[RollCallRule, ...], Field(max_length=500)] = ()
    meetings: Annotated[tuple[MeetingRule, ...], Field(max_length=100)] = ()
    conference: ConferenceRules = ConferenceRules()
    critical_incident: CriticalIncident = CriticalIncident()
    funds: Annotated[tuple[FundRule, ...], Field(max_length=20)] = ()

    @model_validator(mode="after")
    def _names_meet(self) -> SiteRules:
        groups = [group.code for group in self.groups_or_default()]
        for what, codes in {
            "a region code": [region.code for region in self.regions],
            "a group code": groups,
            "a roll call's code": [row.code for row in self.rollcalls],
            "a meeting's code": [row.code for row in self.meetings],
            "a court code": [court.code for court in self.courts],
            "a fund's code": [fund.code for fund in self.funds],
        }.items():
            if len(set(codes)) != len(codes):
                raise ValueError(f"{what} stands twice")
        if self.page.passkey_for and self.slack.details != "page":
            raise ValueError('[page] passkey_for needs [slack] details = "page": Slack asks for no passkey')
        self._see_regions()
        for row in self.meetings:
            if row.group not in groups:
                raise ValueError(f"group {row.group!r} is not among [[groups]]")
        offices = {office.agency for office in self.offices}
        for court in self.courts:
            if court.office not in offices:
                raise ValueError(f"court {court.code!r}: its office is not among [[offices]]")
        return self

    def _see_regions(self) -> None:
        codes = [region.code for region in self.regions]
        named = [row.region for row in self.on_call] + [row.region for row in self.rollcalls]
        named += [code for group in self.groups for code in group.regions]
        for code in named:
            if code not in codes:
                raise ValueError(f"region {code!r} is not among [[regions]]")

    def zone_of(self, region: str | None = None) -> ZoneInfo:
        """The region's zone, else the site's."""
        own = next((row.time_zone for row in self.regions if row.code == region), None)
        return ZoneInfo(own or self.site.time_zone)

    def channels(self) -> tuple[str, ...]:
        """Ids of the channels that the site file names, the work group's first."""
        named = [self.site.owg_channel, *(group.channel for group in self.groups)]
        named += [row.channel for row in self.rollcalls if row.channel]
        return tuple(dict.fromkeys(named))

    def groups_or_default(self) -> tuple[Group, ...]:
        """The groups of the file; where it names none, one work group for all on the site's channel."""
        only = Group(code="owg", name="Operational Work Group", kind="owg", channel=self.site.owg_channel)
        return self.groups or (only,)

    def group(self, code: str) -> Group | None:
        """The group of this code; an empty code is the first's."""
        groups = self.groups_or_default()
        return groups[0] if not code else next((group for group in groups if group.code == code), None)

    def today(self, moment: datetime) -> date:
        """The site's local date."""
        return moment.astimezone(self.zone_of()).date()

    def region_name(self, code: str) -> str:
        """The region's name; an unknown code answers itself."""
        return next((row.name for row in self.regions if row.code == code), code)

    def court(self, code: str) -> Court | None:
        """The court of this code."""
        return next((court for court in self.courts if court.code == code), None)

    def office(self, agency: str) -> Office | None:
        """The office of this agency, as far as the file names it."""
        return next((office for office in self.offices if office.agency == agency), None)

    def door(self, door: Door) -> DoorRule:
        """The rule of a door, by default automatic and of middling priority."""
        return self.doors.get(door, DoorRule())

    def on_call_at(self, region: str, moment: datetime) -> OnCall | None:
        """The first rota row that covers this moment in the region's local time."""
        local = moment.astimezone(self.zone_of(region))
        return next((row for row in self.on_call if row.region == region and row.covers(local)), None)


def _minutes(text: str) -> int:
    if text == "24:00":
        return 24 * 60
    at = time.fromisoformat(text)
    return at.hour * 60 + at.minute


def clock_time(text: str) -> time:
    """A time of day as it stands in the file; `24:00` is the midnight of the next day."""
    return time(0) if text == "24:00" else time.fromisoformat(text)


def _weekday(local: datetime, back: int = 0) -> Weekday:
    return list(Weekday)[(local.weekday() - back) % 7]
