"""The site's rules: what stands in site.toml, kept as versions under a MAC, and who is on call by them."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from models.court_rules import Court, GoldenRule, Office
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


class SlackSurface(Table):
    """`[slack]`."""

    details: Literal["modal", "page"] = "modal"


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


class Reports(Table):
    """`[reports]`."""

    suppress_below: Annotated[int, Field(ge=2)] = 11


class Drift(Table):
    """`[drift]`: when a sign is told to the project managers; 0 = never."""

    quiet_weeks: Annotated[int, Field(ge=0, le=52)] = 3
    no_diversion_days: Days = 30
    empty_seat_days: Days = 14


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
    paging: Paging = Paging()
    clocks: Clocks = Clocks()
    on_call: tuple[OnCall, ...] = ()
    agencies: tuple[ListedAgency, ...] = ()
    capacity: Capacity = Capacity()
    doors: dict[Door, DoorRule] = Field(default_factory=dict)
    criteria: Criteria = Criteria()
    reports: Reports = Reports()
    drift: Drift = Drift()
    contacts: Contacts = Contacts()
    courts: Annotated[tuple[Court, ...], Field(max_length=100)] = ()
    offices: Annotated[tuple[Office, ...], Field(max_length=100)] = ()
    golden_rule: GoldenRule = GoldenRule()
    rollcalls: Annotated[tuple[RollCallRule, ...], Field(max_length=500)] = ()

    @model_validator(mode="after")
    def _names_meet(self) -> SiteRules:
        codes = [region.code for region in self.regions]
        if len(set(codes)) != len(codes):
            raise ValueError("a region code stands twice")
        named = [row.region for row in self.on_call] + [row.region for row in self.rollcalls]
        named += [code for group in self.groups for code in group.regions]
        for code in named:
            if code not in codes:
                raise ValueError(f"region {code!r} is not among [[regions]]")
        shifts = [row.code for row in self.rollcalls]
        if len(set(shifts)) != len(shifts):
            raise ValueError("a roll call's code stands twice")
        courts = [court.code for court in self.courts]
        if len(set(courts)) != len(courts):
            raise ValueError("a court code stands twice")
        offices = {office.agency for office in self.offices}
        for court in self.courts:
            if court.office not in offices:
                raise ValueError(f"court {court.code!r}: its office is not among [[offices]]")
        if self.slack.details == "page":
            raise ValueError(
                'slack.details = "page" needs the secure page, which this version does not have yet'
            )
        return self

    def zone_of(self, region: str | None = None) -> ZoneInfo:
        """The region's zone, else the site's."""
        own = next((row.time_zone for row in self.regions if row.code == region), None)
        return ZoneInfo(own or self.site.time_zone)

    def channels(self) -> tuple[str, ...]:
        """Ids of the channels that the site file names, the work group's first."""
        named = [self.site.owg_channel, *(group.channel for group in self.groups)]
        named += [row.channel for row in self.rollcalls if row.channel]
        return tuple(dict.fromkeys(named))

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
