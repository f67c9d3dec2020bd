"""The doctor: each thing broken in turn is named with its mend, and nothing else is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from bot.doctor import _clock, examine
from bot.finding import Finding
from bot.floor import lay_floor
from bot.settings import Settings
from models.acts.appoint import appoint
from models.acts.test_cards import every_card_seen
from models.people import Account
from models.roster_file import Seating
from models.scene import Scene
from models.schema import SlackUserId
from sandbox.server import PracticeServer
from tests.bot.commands.test_keeping import alter
from tests.bot.operator_seat import Operator, slack_for
from tests.handlers.harbor import START, lay
from tests.stage import MANIFEST, WORKSPACE


def findings(operator: Operator) -> list[Finding]:
    import os  # noqa: PLC0415 - the doctor's command reads the same environment

    return list(examine(Settings.from_environment(os.environ)))


def faults(operator: Operator) -> dict[str, str]:
    """What was found wrong, and the mend."""
    return {finding.what: finding.mend for finding in findings(operator) if not finding.ok}


@pytest.fixture
def slack(operator: Operator) -> Iterator[PracticeServer]:
    """A laid harbor, and a workspace where all is well."""
    operator.lay_harbor()
    with slack_for(operator) as server:
        yield server


def test_where_all_is_well_nothing_is_found(operator: Operator, slack: PracticeServer) -> None:
    found = findings(operator)
    assert [finding for finding in found if not finding.ok] == []
    assert len(found) == 20


def no_keys(operator: Operator) -> None:
    operator.ring.unlink()


def open_keys(operator: Operator) -> None:
    operator.ring.chmod(0o644)


def changed_keys(operator: Operator) -> None:
    import json  # noqa: PLC0415 - one way of breaking

    ring = json.loads(operator.ring.read_text())
    ring["keys"][0]["check"] = "0" * 32
    operator.ring.write_text(json.dumps(ring))


def an_old_database(operator: Operator) -> None:
    connection = sqlite3.connect(operator.database, isolation_level=None)
    connection.execute("UPDATE alembic_version SET version_num = '0000'")
    connection.close()


def a_changed_log(operator: Operator) -> None:
    alter(operator, "UPDATE audit_events SET actor = 'UNOBODY99' WHERE seq = 2")


def no_bot_token(operator: Operator) -> None:
    operator.set(SLACK_BOT_TOKEN="")


def a_wrong_bot_token(operator: Operator) -> None:
    operator.set(SLACK_BOT_TOKEN="xoxb-of-another-app")


def a_wrong_app_token(operator: Operator) -> None:
    operator.set(SLACK_APP_TOKEN="xapp-of-another-app")


def a_page_that_nobody_reaches(operator: Operator) -> None:
    operator.set(LEADBOT_PAGE_URL="https://127.0.0.1:1")


def no_slack(operator: Operator) -> None:
    operator.set(SLACK_API_URL="http://127.0.0.1:1/api/")


def an_altered_site(operator: Operator) -> None:
    connection = sqlite3.connect(operator.database, isolation_level=None)
    connection.execute("UPDATE site_versions SET rules = replace(rules, '911', '999')")
    connection.close()


def no_database(operator: Operator) -> None:
    operator.set(LEADBOT_DATABASE_URL="postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=1")


def a_wrong_url(operator: Operator) -> None:
    operator.set(LEADBOT_DATABASE_URL="postgresql+psycopg2://nobody@127.0.0.1:1/none")


BREAKS: list[tuple[Callable[[Operator], None], str, str]] = [
    (no_keys, "Key ring", "leadbot keys new"),
    (open_keys, "Key ring", "chmod 600"),
    (changed_keys, "Key ring", "Put back the ring from its backup."),
    (an_old_database, "Database: at step 0000", "Run `leadbot migrate`."),
    (no_database, "Database answers", "It does not: OperationalError."),
    (a_wrong_url, "Database", "postgresql+psycopg://"),
    (a_changed_log, "Audit log holds", "Row 2"),
    (an_altered_site, "Site", "leadbot site import"),
    (no_bot_token, "Slack tokens", "SLACK_BOT_TOKEN must be set"),
    (a_wrong_bot_token, "Slack knows the bot token", "invalid_auth. Copy the token again"),
    (a_wrong_app_token, "Socket Mode", "Copy the token again"),
    (a_page_that_nobody_reaches, "Secure page: reached over TLS", "ConnectionRefusedError"),
    (no_slack, "Slack answers", "Check the network and SLACK_API_URL."),
]


@pytest.mark.parametrize(("break_it", "what", "mend"), BREAKS, ids=[row[0].__name__ for row in BREAKS])
def test_each_thing_that_is_broken_is_named_with_its_mend(
    operator: Operator,
    slack: PracticeServer,
    break_it: Callable[[Operator], None],
    what: str,
    mend: str,
) -> None:
    break_it(operator)
    found = faults(operator)
    [name] = [name for name in found if name.startswith(what)]
    assert mend in found[name]
    assert all(found.values()), "every fault has its mend"


@pytest.mark.parametrize("break_it", [a_wrong_bot_token, a_wrong_app_token, no_slack])
def test_no_mend_repeats_a_token(
    operator: Operator, slack: PracticeServer, break_it: Callable[[Operator], None]
) -> None:
    break_it(operator)
    assert not any("of-another-app" in str(finding) for finding in findings(operator))


def manifest_with(folder: Path, old: str, new: str) -> Path:
    made = folder / "manifest.yml"
    text = MANIFEST.read_text()
    assert old in text
    made.write_text(text.replace(old, new))
    return made


def test_a_scope_that_was_not_granted_is_named(operator: Operator) -> None:
    operator.lay_harbor()
    manifest = manifest_with(operator.folder, "      - im:history\n", "")
    with slack_for(operator, manifest=manifest):
        found = faults(operator)
    assert found["Scopes of the manifest are granted"].startswith("Missing: im:history.")


def test_a_scope_too_many_is_named(operator: Operator) -> None:
    operator.lay_harbor()
    manifest = manifest_with(
        operator.folder, "      - im:history\n", "      - im:history\n      - files:read\n"
    )
    with slack_for(operator, manifest=manifest):
        found = faults(operator)
    assert found == {"No scope beyond the manifest": "Remove: files:read, and reinstall."}


def test_a_site_that_was_never_imported_is_named(operator: Operator) -> None:
    operator.types("migrate")
    operator.types("keys", "new")
    with slack_for(operator):
        assert faults(operator) == {"Site": "Run `leadbot site import site.toml`."}


def workspace_with(folder: Path, old: str, new: str) -> Path:
    made = folder / "workspace.toml"
    text = WORKSPACE.read_text()
    assert old in text
    made.write_text(text.replace(old, new))
    return made


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"UBOTLEAD1", "UQUILL001"', '"UQUILL001"'),
        ("private = true", "private = false"),
        ('id = "C0OWG0001"', 'id = "C0OTHER01"'),
    ],
    ids=["not invited", "public", "another"],
)
def test_a_channel_that_is_not_as_it_must_be_is_named(operator: Operator, old: str, new: str) -> None:
    operator.lay_harbor()
    with slack_for(operator, workspace=workspace_with(operator.folder, old, new)):
        found = faults(operator)
    [(what, mend)] = [row for row in found.items() if not row[0].startswith("Channel guard")]
    assert what.startswith("Channel C0OWG0001")
    assert "private channel" in mend or "must be private" in mend


def test_the_channels_that_the_guard_looks_at_are_named(operator: Operator, slack: PracticeServer) -> None:
    [named] = [finding for finding in findings(operator) if finding.what.startswith("Channel guard")]
    assert (named.ok, named.what) == (True, "Channel guard: looks at #owg")


@pytest.mark.parametrize(
    ("old", "new"),
    [('"UBOTLEAD1", "UQUILL001"', '"UQUILL001"'), ("private = true", "private = false")],
    ids=["not invited", "public"],
)
def test_a_guard_that_looks_nowhere_says_so(operator: Operator, old: str, new: str) -> None:
    operator.lay_harbor()
    with slack_for(operator, workspace=workspace_with(operator.folder, old, new)):
        found = faults(operator)
    assert "/invite @LEAD" in found["Channel guard: looks at no channel"]


def test_without_its_scope_the_guard_says_that_it_looks_nowhere(operator: Operator) -> None:
    operator.lay_harbor()
    manifest = manifest_with(operator.folder, "      - groups:history\n", "")
    with slack_for(operator, manifest=manifest):
        found = faults(operator)
    assert found["Channel guard: looks at no channel"].startswith("Grant groups:history")


def test_a_region_without_anybody_on_call_is_named(
    operator: Operator, tmp_path_factory: pytest.TempPathFactory
) -> None:
    harbor = lay(tmp_path_factory.mktemp("laid"))
    rules = harbor.rules().model_dump(by_alias=True)
    harbor.change_rules(on_call=rules["on_call"][:1])
    harbor.ground.database.close()
    operator.set(
        LEADBOT_DATABASE_URL=f"sqlite:///{harbor.folder / 'data' / 'leadbot.db'}",
        LEADBOT_KEYRING=str(harbor.folder / "keys" / "keyring.json"),
    )
    with slack_for(operator):
        found = faults(operator)
    assert found == {"Somebody is on call in Quay": "Add an [[on_call]] row for it to the site file."}


def test_a_silent_slack_on_the_rota_is_named(operator: Operator, slack: PracticeServer) -> None:
    slack.person("UMOTHW001").dnd(on=True)
    [(what, mend)] = faults(operator).items()
    assert what == "UMOTHW001 on the rota: notifications are on"
    assert "while on call" in mend


def test_somebody_on_the_rota_whom_slack_does_not_know_is_named(operator: Operator) -> None:
    operator.lay_harbor()
    workspace = workspace_with(operator.folder, "ULARKSP01", "UELSEWH01")
    with slack_for(operator, workspace=workspace):
        found = faults(operator)
    assert found.pop("Slack knows everybody on the roster").startswith("Unknown: ULARKSP01.")
    assert found.pop("Everybody in #owg is on the roster").startswith("Not on it: UELSEWH01.")
    assert found == {"ULARKSP01 on the rota": "Slack does not know this user id."}


def test_an_unanswered_list_of_a_channels_members_is_said(operator: Operator, slack: PracticeServer) -> None:
    slack.faults.add("conversations.members", "server_error", times=9)
    assert faults(operator) == {
        "Members of the guarded channels": "Slack did not list them. Try again later."
    }


@pytest.mark.parametrize(("off", "ok"), [(0, True), (59, True), (61, False), (-61, False), (-3600, False)])
def test_a_clock_that_is_a_minute_off_is_named(off: int, ok: bool) -> None:
    slacks = format_datetime(START + timedelta(seconds=off), usegmt=True)
    found = _clock({"date": slacks}, START)
    assert found.ok is ok
    assert found.what == f"Clock: {abs(off)} s off Slack's"
    assert "NTP" in found.mend


@pytest.mark.parametrize("headers", [{}, {"date": "yesterday"}, {"date": ""}])
def test_a_slack_that_does_not_say_the_time_is_no_fault(headers: dict[str, str]) -> None:
    assert _clock(headers, datetime.now(UTC)).ok


def test_whom_slack_does_not_know_is_named(operator: Operator, slack: PracticeServer) -> None:
    seat = Seating(
        *(
            SlackUserId("UNOBODY77"),
            "Quillon Newperson",
            "police:Lantern Harbor PD",
            ("officer",),
            ("north",),
        ),
        *(Account.ANY, None, None),
    )
    import os  # noqa: PLC0415 - the doctor's command reads the same environment

    ground = lay_floor(Settings.from_environment(os.environ)).ground
    with ground.database.work() as work:
        rules = ground.book.current(work)
        appoint(work, ground.vault, ground.audit, rules, [seat], ground.now())
        every_card_seen(Scene(work, ground.vault, ground.audit, rules, seat.user, ground.now()))
        work.commit()
    ground.database.close()
    [(what, mend)] = faults(operator).items()
    assert what == "Slack knows everybody on the roster"
    assert mend.startswith("Unknown: UNOBODY77.")


def test_an_unanswered_list_of_accounts_is_said(operator: Operator, slack: PracticeServer) -> None:
    slack.faults.add("users.list", "server_error", times=9)
    assert faults(operator) == {
        "Slack knows everybody on the roster": "Slack did not list its accounts. Try again later."
    }
