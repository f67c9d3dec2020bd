"""The only place where ground, Slack wing, clock and ways in meet: `build(settings)` makes the bot."""

from __future__ import annotations

import secrets
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.error import URLError

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot.clock_source import real_now
from bot.clockwork import StillClock, make_epochs, wind_clock
from bot.floor import Floor, lay_floor
from bot.http import HttpSide, Probes
from bot.metrics import Metrics
from bot.page import Hall, Origin, PasskeyPage, page_app
from bot.settings import Settings
from bot.transport.certificate import OwnCertificate
from bot.transport.http_port import HttpRunner
from bot.transport.process import Beating, Process
from bot.transport.socket_mode import SocketModeRunner
from handlers.desk import Desk
from handlers.dispatch import Dispatch
from handlers.features import entries, triggers
from handlers.guarding.channels import guarded_rooms
from handlers.guarding.present import Present
from handlers.home.pane import HomePane
from handlers.home.service import Home
from handlers.members.accounts import every_account
from handlers.members.service import Departures
from handlers.messenger import SlackMessenger
from handlers.page.ceremonies import Ceremonies
from handlers.page.detour import Detour
from handlers.page.drafts import Drafts
from handlers.page.passkeys import Passkeys
from handlers.page.screens import BothScreens, Screens
from handlers.page.service import PageService
from handlers.page.turns import Turns
from handlers.page.whom import Everybody
from handlers.pager import PagerMessenger
from handlers.referrals.handoff import Handoff
from handlers.referrals.service import Referrals
from handlers.registry import build_app
from handlers.rollcall.schedule_rooms import Rooms
from handlers.rota.look import RotaLook
from handlers.rota.quiet import ask_quiet
from handlers.slack_client import (
    LISTENER_SECONDS,
    PATIENT_SECONDS,
    LiveAccounts,
    LiveScreen,
    find_home,
    new_asking_client,
    new_client,
)
from handlers.slack_client import Home as SlackHome
from handlers.telling import Teller
from handlers.voices import VOICES
from models.audit_chain import AuditBroken
from models.due import overdue
from models.errors import DomainError, Unsafe
from scheduler.clock import Clock
from scheduler.trouble import report

_LATE = timedelta(minutes=1)


@dataclass(frozen=True)
class Bot:
    """The whole bot, not yet started: `process` is what `serve` runs."""

    floor: Floor
    app: App
    process: Process
    referrals: Referrals
    handoff: Handoff
    desk: Desk
    screens: Screens


def build(settings: Settings, *, only: str = "") -> Bot:
    """Put the bot together. `only`: "listeners" or "clock" for one of two processes on PostgreSQL.

    Raises:
        Unsafe: a safeguard does not hold, or Slack does not know the token.
    """
    settings.require_slack()
    tls = ssl.create_default_context()
    patient = new_client(settings.bot_token, settings.slack_api_url, tls, PATIENT_SECONDS)
    slack_home = _find_home(patient)
    floor = lay_floor(settings, team_id=slack_home.team_id)
    ground, metrics = floor.ground, Metrics()
    if only and ground.database.dialect == "sqlite":
        raise Unsafe("`run --only` needs PostgreSQL: SQLite's write lock is per process. Run without --only.")
    _ready_to_serve(floor, settings)
    teller = Teller(ground)
    referrals, handoff, departures = Referrals(ground), Handoff(ground), Departures(ground)
    present = Present(ground, slack_home.bot_user_id)
    asking = new_asking_client(settings.bot_token, settings.slack_api_url, tls)
    accounts, screen = LiveAccounts(asking, slack_home), LiveScreen(asking)
    page = PageService(ground, accounts, Everybody(asking, slack_home))
    screens = Screens(page.note_view)
    both = BothScreens(screens, screen.show)
    passkeys = Passkeys(ground, screens, Ceremonies(settings.page.address if settings.page else ""))
    quick = new_client(None, settings.slack_api_url, tls, LISTENER_SECONDS)
    asking_quick = new_client(settings.bot_token, settings.slack_api_url, tls, LISTENER_SECONDS)
    pane = HomePane(Home(ground), teller, asking_quick, log_error=report)
    desk = Desk(
        ground,
        accounts,
        both,
        entries(ground),
        log_error=report,
        begun=screens.begun,
        ended=pane.follow,
        factor=passkeys,
    )
    way = Detour(ground, settings.page.address if settings.page else "")
    listed = triggers(ground, desk, teller, slack_home, departures, Rooms(asking_quick), pane)
    dispatch = Dispatch(listed, teller, way, pane.acted)
    app = build_app(
        quick,
        settings.bot_token,
        settings.signing_secret or secrets.token_hex(16),
        slack_home,
        dispatch,
        teller,
        _log_error,
    )
    turns = Turns(dispatch.on_the_page(), screens, Drafts(), passkeys.standing)
    messenger = SlackMessenger(ground, patient, slack_home.bot_user_id, metrics.slack_called, voices=VOICES)

    rota = RotaLook(ground, lambda user, now: ask_quiet(asking, user, now))
    carrier = PagerMessenger(pane.hearing(messenger.deliver), lambda: _pager_url(floor))

    def reconcile() -> None:
        departures.reconcile(lambda: every_account(asking, slack_home))
        present.round(lambda: guarded_rooms(asking))

    practice = settings.practice_clock is not None
    clock = (
        StillClock()
        if only == "listeners"
        else wind_clock(floor, carrier, metrics, reconcile, rota.look, settings.calendars, practice=practice)
    )
    page_port = (
        _page_port(settings, page, screens, turns, metrics, passkeys, desk) if only != "clock" else None
    )
    process = _process(settings, app, floor, metrics, clock, (desk, pane), tls, only, page_port)
    return Bot(floor, app, process, referrals, handoff, desk, screens)


def _find_home(client: WebClient) -> SlackHome:
    try:
        return find_home(client)
    except SlackApiError as refused:
        code = refused.response["error"]
        raise Unsafe(f"Slack refuses SLACK_BOT_TOKEN ({code}). See `leadbot doctor`.") from None
    except (URLError, TimeoutError, ConnectionError):
        raise Unsafe("Slack does not answer at SLACK_API_URL. Check the network and try again.") from None


def _pager_url(floor: Floor) -> str | None:
    with floor.ground.database.look() as work:
        return floor.ground.book.current(work).paging.pager_url


def _ready_to_serve(floor: Floor, settings: Settings) -> None:
    """A site must stand, the epochs must reach far enough, and the log must extend its last signed head."""
    ground = floor.ground
    with ground.database.look() as work:
        rules = ground.book.current(work)
        if rules.page.passkey_for and settings.page and not Ceremonies(settings.page.address).possible:
            raise Unsafe(
                "page.passkey_for needs a LEADBOT_PAGE_URL with a name: browsers keep none for a number."
            )
        if rules.slack.details == "page" and settings.page is None:
            raise Unsafe(
                'slack.details = "page" needs the secure page: set LEADBOT_PAGE_URL (and LEADBOT_PAGE).'
            )
    make_epochs(floor)
    try:
        ground.audit.checkpoint(ground.database, real_now())
    except AuditBroken as broken:
        raise Unsafe(f"The audit log does not hold: {broken}. Run `leadbot audit verify`.") from None


def _page_port(
    settings: Settings,
    page: PageService,
    screens: Screens,
    turns: Turns,
    metrics: Metrics,
    passkeys: Passkeys,
    desk: Desk,
) -> HttpRunner | None:
    where = settings.page
    if where is None:
        return None
    own = OwnCertificate(where.certificate, where.key) if where.certificate and where.key else None
    origin = Origin(where.address, proxied=own is None)
    hall = Hall(page, origin)
    factor = PasskeyPage(hall, screens, passkeys, desk.open)
    app = page_app(hall, screens, turns, metrics.page_answered, factor)
    return HttpRunner(app, where.host, where.port, certificate=own)


def _process(
    settings: Settings,
    app: App,
    floor: Floor,
    metrics: Metrics,
    clock: Clock | StillClock,
    beside: tuple[Desk, HomePane],
    tls: ssl.SSLContext,
    only: str,
    page_port: HttpRunner | None,
) -> Process:
    runner = None
    if settings.socket_mode and only != "clock":
        runner = SocketModeRunner(
            app,
            settings.app_token,
            base_url=settings.slack_api_url,
            ssl=tls,
            on_answered=metrics.request_answered,
            on_connected=metrics.socket_connected,
        )
    probes = Probes(
        alive=lambda: {"clock": not clock.stuck()} if isinstance(clock, Clock) else {},
        ready=lambda: _ready(floor, runner, beats=isinstance(clock, Clock)),
    )
    side = HttpSide(
        app,
        signing_secret=settings.signing_secret or secrets.token_hex(16),
        probes=probes,
        meter=metrics,
    )
    beating: Beating = clock
    return Process(
        http=HttpRunner(side, settings.http_host, settings.http_port),
        clock=beating,
        last_act=lambda: _end(floor, beside),
        socket=runner,
        page=page_port,
    )


def _ready(floor: Floor, runner: SocketModeRunner | None, *, beats: bool) -> Mapping[str, bool]:
    facts = {
        "database": _answers(floor),
        "keys": not floor.keys.verify(),
        "audit": floor.ground.audit.halted is None,
    }
    if beats and facts["database"]:
        facts["deadlines"] = _in_time(floor)
    if runner is not None:
        facts["slack"] = runner.state().connected
    return facts


def _answers(floor: Floor) -> bool:
    try:
        with floor.ground.database.look() as work:
            floor.ground.book.current(work)
    except (DomainError, SQLAlchemyError) as trouble:
        report("probe_database", trouble)
        return False
    return True


def _in_time(floor: Floor) -> bool:
    """Whether no step that was due is still waiting a minute later."""
    with floor.ground.database.look() as work:
        return overdue(work, floor.ground.now(), _LATE) == 0


def _end(floor: Floor, beside: tuple[Desk, HomePane]) -> None:
    for one in beside:
        one.close()
    try:
        floor.ground.audit.checkpoint(floor.ground.database, real_now())
    except (AuditBroken, Unsafe) as trouble:
        report("last_checkpoint", trouble)
    floor.ground.database.close()


def _log_error(error_id: str, error: Exception) -> None:
    report("listener_raised", error, note=error_id)
