"""Settings: typed, from a value or a file, and a bad one is refused by name without being repeated."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import PageSettings, Settings
from models.errors import Unsafe

SECRET = "xoxb-a-fictional-secret"
SLACK = {"SLACK_BOT_TOKEN": SECRET, "SLACK_APP_TOKEN": "xapp-fictional", "SLACK_SIGNING_SECRET": "f1c710n"}


def test_nothing_set_means_slack_itself_and_files_under_var() -> None:
    settings = Settings.from_environment({})
    assert settings.slack_api_url == "https://slack.com/api/"
    assert (settings.http_host, settings.http_port) == ("127.0.0.1", 3000)
    assert settings.database_url == "sqlite:///var/data/leadbot.db"
    assert settings.keyring == Path("var/keys/keyring.json")
    assert settings.site_file == Path("site.toml")
    assert settings.log_level == "INFO"
    assert settings.practice_clock is None


def test_keys_and_database_lie_in_folders_of_their_own() -> None:
    settings = Settings.from_environment({})
    assert settings.keyring.parent != Path(settings.database_url.removeprefix("sqlite:///")).parent


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{SECRET}\n")
    settings = Settings.from_environment({"SLACK_BOT_TOKEN_FILE": str(tmp_path / "token")})
    assert settings.bot_token == SECRET


def test_a_value_goes_before_a_file(tmp_path: Path) -> None:
    environ = {"SLACK_BOT_TOKEN": SECRET, "SLACK_BOT_TOKEN_FILE": str(tmp_path / "missing")}
    assert Settings.from_environment(environ).bot_token == SECRET


@pytest.mark.parametrize("content", [None, b"\xff\xfe"], ids=["missing", "not text"])
def test_a_file_that_cannot_be_read_is_refused_by_name(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "token"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(Unsafe, match="SLACK_BOT_TOKEN_FILE names a file that cannot be read"):
        Settings.from_environment({"SLACK_BOT_TOKEN_FILE": str(file)})


def test_secrets_do_not_stand_in_the_repr() -> None:
    shown = repr(Settings.from_environment({**SLACK, "LEADBOT_DATABASE_URL": "postgresql://u:pw@db/x"}))
    assert not any(secret in shown for secret in (*SLACK.values(), "u:pw"))


@pytest.mark.parametrize("level", ["DEBUG", "debug", "TRACE", "0"])
def test_a_level_that_logs_what_people_type_is_refused(level: str) -> None:
    with pytest.raises(Unsafe, match="DEBUG logs what people type"):
        Settings.from_environment({"LEADBOT_LOG_LEVEL": level})


@pytest.mark.parametrize(
    "address", ["3000", ":3000", "host:", "host:65536", "host:-1", "host:\u00b2", "host:3e3"]
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(Unsafe, match="LEADBOT_HTTP must be host:port"):
        Settings.from_environment({"LEADBOT_HTTP": address})


@pytest.mark.parametrize(
    ("address", "host", "port"),
    [("0.0.0.0:80", "0.0.0.0", 80), ("[::1]:3000", "::1", 3000), ("localhost:0", "localhost", 0)],  # noqa: S104 - read, not bound
)
def test_an_address_is_a_host_and_a_port(address: str, host: str, port: int) -> None:
    settings = Settings.from_environment({"LEADBOT_HTTP": address})
    assert (settings.http_host, settings.http_port) == (host, port)


def test_an_address_of_slack_must_end_as_the_client_needs_it() -> None:
    with pytest.raises(Unsafe, match="SLACK_API_URL must end in /api/"):
        Settings.from_environment({"SLACK_API_URL": "https://slack.com/api"})


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8765/api/", "http://localhost/api/", "http://[::1]:1/api/"]
)
def test_practice_time_is_for_practice(url: str) -> None:
    settings = Settings.from_environment({"LEADBOT_PRACTICE_CLOCK": "clock", "SLACK_API_URL": url})
    assert settings.practice_clock == Path("clock")


@pytest.mark.parametrize("url", ["http://slack.example.test/api/", "http://[::1/api/", "http:///api/"])
def test_a_token_never_leaves_this_machine_in_the_clear(url: str) -> None:
    with pytest.raises(Unsafe, match="SLACK_API_URL must begin with https://"):
        Settings.from_environment({"SLACK_API_URL": url})


@pytest.mark.parametrize(
    "url",
    [
        "https://slack.com/api/",
        "https://127.0.0.1.example.test/api/",
        "https://localhost.example.test/api/",
    ],
)
def test_practice_time_is_refused_everywhere_else(url: str) -> None:
    with pytest.raises(Unsafe, match="LEADBOT_PRACTICE_CLOCK is for the practice workspace only"):
        Settings.from_environment({"LEADBOT_PRACTICE_CLOCK": "clock", "SLACK_API_URL": url})


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN must be set"),
        ({"SLACK_BOT_TOKEN": "xoxp-a-persons"}, "SLACK_BOT_TOKEN must be set"),
        ({"SLACK_APP_TOKEN": "xoxb-mixed-up"}, "SLACK_APP_TOKEN must be an app-level token"),
        ({"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": " "}, "Set SLACK_APP_TOKEN for Socket Mode, or"),
    ],
)
def test_too_little_to_talk_to_slack_is_refused_without_repeating_it(
    changes: dict[str, str], why: str
) -> None:
    settings = Settings.from_environment(SLACK | changes)
    with pytest.raises(Unsafe, match=why) as refused:
        settings.require_slack()
    assert not any(value in str(refused.value) for value in changes.values() if value.strip())


def test_an_app_token_means_socket_mode_and_none_means_http() -> None:
    assert Settings.from_environment(SLACK).socket_mode
    over_http = Settings.from_environment({**SLACK, "SLACK_APP_TOKEN": ""})
    assert not over_http.socket_mode
    over_http.require_slack()


NAMES = [
    "SLACK_API_URL",
    "LEADBOT_HTTP",
    "LEADBOT_LOG_LEVEL",
    "LEADBOT_PRACTICE_CLOCK",
    "LEADBOT_DATABASE_URL",
    "LEADBOT_CALENDARS",
]


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=30)))
def test_whatever_the_environment_says_it_is_read_or_refused_in_a_sentence(environ: dict[str, str]) -> None:
    refused = ""
    try:
        Settings.from_environment(environ)
    except Unsafe as why:
        refused = str(why)
    assert refused == "" or refused.endswith(".")


def page_of(**given: str) -> PageSettings | None:
    return Settings.from_environment({f"LEADBOT_PAGE{name}": value for name, value in given.items()}).page


def test_without_an_address_there_is_no_secure_page() -> None:
    assert page_of(_CERT="page.pem", _KEY="page.key") is None


@pytest.mark.parametrize(
    "given",
    [
        {"_URL": "https://page.example.org"},
        {"_URL": "https://page.example.org/", "": "127.0.0.1:4000"},
        {"_URL": "https://page.example.org:8443", "": "[::1]:4000"},
        {"_URL": "https://page.example.org", "": "0.0.0.0:443", "_CERT": "a.pem", "_KEY": "a.key"},
        {"_URL": "http://127.0.0.1:3443"},
        {"_URL": "http://localhost:3443", "": "localhost:3443"},
    ],
)
def test_an_address_with_tls_or_on_this_machine_is_taken(given: dict[str, str]) -> None:
    page = page_of(**given)
    assert page is not None
    assert page.address == given["_URL"].rstrip("/")
    assert page.secure is given["_URL"].startswith("https")


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"_URL": "http://page.example.org"}, "_URL"),
        ({"_URL": "page.example.org"}, "_URL"),
        ({"_URL": "HTTP://page.example.org"}, "_URL"),
        ({"_URL": "http://127.0.0.1.example.org"}, "_URL"),
        ({"_URL": "https://page.example.org/lead"}, "_URL"),
        ({"_URL": "https://page.example.org?x=1"}, "_URL"),
        ({"_URL": "https://user:secret@page.example.org"}, "_URL"),
        ({"_URL": "https://page.example.org:port"}, "_URL"),
        ({"_URL": "https://[::"}, "_URL"),
        ({"_URL": "https://"}, "_URL"),
        ({"_URL": "https://page.example.org", "": "0.0.0.0:3443"}, ""),
        ({"_URL": "https://page.example.org", "": "[::]:3443"}, ""),
        ({"_URL": "https://page.example.org", "": "192.0.2.7:3443"}, ""),
        ({"_URL": "https://page.example.org", "": "page.example.org:3443"}, ""),
        ({"_URL": "http://127.0.0.1:3443", "": "0.0.0.0:3443"}, ""),
        ({"_URL": "http://127.0.0.1:3443", "_CERT": "a.pem", "_KEY": "a.key"}, "_URL"),
        ({"_URL": "https://page.example.org", "_CERT": "a.pem"}, "_CERT"),
        ({"_URL": "https://page.example.org", "_KEY": "a.key"}, "_CERT"),
        ({"_URL": "https://page.example.org", "": "3443"}, ""),
    ],
)
def test_nothing_is_served_beyond_this_machine_without_tls(given: dict[str, str], name: str) -> None:
    with pytest.raises(Unsafe, match=f"LEADBOT_PAGE{name}") as told:
        page_of(**given)
    assert "secret" not in str(told.value)
