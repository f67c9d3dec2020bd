"""Passkeys in headless Chromium with its virtual authenticator, on the page of a running bot."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect, sync_playwright
from sqlalchemy import select, update

from models.acts.passkeys import end_all
from models.audit import audit_events
from models.schema import SlackUserId
from models.secure_page import Passkey
from tests.bot.page.passkeyed import wanting_passkeys
from tests.bot.page.secured import link_for
from tests.canary import Canaries
from tests.factories import intrude
from tests.journeys import steps
from tests.journeys.hands import FLAGS
from tests.stage import Stage

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed"),
]
SLOW = 15_000
LISTENS = """
window.__refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.__refused.push(event.effectiveDirective + " " + event.blockedURI));
"""
ASKS = "Your site asks for a passkey before this is opened."
OFFICER, RESPONDER, BACKUP = "UQUILL001", "ULARKSP01", "UMOTHW001"


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A bot whose page has a name, at a site that wants passkeys for names and places."""
    with wanting_passkeys(tmp_path_factory.mktemp("passkeys")) as stage:
        yield stage


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def canaries(stage: Stage) -> Canaries:
    """An arrest diversion that the responder and the backup may open."""
    canaries = Canaries()
    steps.refer_arrest(stage, canaries)
    steps.wait_cards(stage, RESPONDER, 1)
    return canaries


class Device:
    """Somebody's browser at phone width, with an authenticator of Chromium's own in it."""

    def __init__(self, browser: Browser, stage: Stage, user: str, *, script: bool = True) -> None:
        self.stage, self.user = stage, user
        self.context: BrowserContext = browser.new_context(
            viewport={"width": 360, "height": 740}, java_script_enabled=script
        )
        self.context.set_default_timeout(SLOW)
        self.context.add_init_script(LISTENS)
        self.complaints: list[str] = []
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self._cdp: CDPSession = self.context.new_cdp_session(self.page)
        self._cdp.send("WebAuthn.enable")
        self.authenticator = ""

    def has_authenticator(self, *, knows_its_owner: bool = True) -> Device:
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": knows_its_owner,
            "automaticPresenceSimulation": True,
        }
        made = self._cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self.authenticator = made["authenticatorId"]
        return self

    def cdp(self, method: str, **params: object) -> Any:
        return self._cdp.send(f"WebAuthn.{method}", {"authenticatorId": self.authenticator, **params})

    def credentials(self) -> list[dict[str, Any]]:
        return list(self.cdp("getCredentials")["credentials"])

    def open_card(self) -> None:
        """From the card in Slack to the page."""
        person = self.stage.server.person(self.user)
        person.click("open_item", message=steps.wait_cards(self.stage, self.user, 1))
        self.page.goto(link_for(self.stage, self.user))
        self.tap("Continue")

    def tap(self, label: str) -> None:
        self.page.get_by_role("button", name=label, exact=True).click()
        self.page.wait_for_load_state()

    def sees(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)

    def end(self) -> None:
        assert not self.complaints
        self.context.close()


@pytest.fixture
def device(browser: Browser, stage: Stage, canaries: Canaries) -> Iterator[Device]:
    """The responder's, before they have a passkey."""
    begin_anew(stage, RESPONDER)
    device = Device(browser, stage, RESPONDER)
    yield device
    device.end()


def begin_anew(stage: Stage, user: str) -> None:
    """As their new appointment does."""
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        end_all(work, ground.vault, ground.audit, SlackUserId(user), ground.now(), "operator")
        work.commit()


def verbs(stage: Stage, user: str = RESPONDER) -> list[str]:
    """What the log says about somebody's passkeys: verb and decision."""
    columns = audit_events.c
    query = select(columns.verb, columns.decision).where(columns.objects == user)
    with stage.bot.floor.ground.database.look() as work:
        rows = work.session.execute(query.order_by(columns.seq)).all()
    return [f"{verb} {code}".strip() for verb, code in rows if verb.startswith("passkey.")]


def granted(stage: Stage) -> int:
    """How many openings were granted so far."""
    query = select(audit_events.c.seq).where(audit_events.c.verb == "open.granted")
    with stage.bot.floor.ground.database.look() as work:
        return len(work.session.scalars(query).all())


def is_open(device: Device, canaries: Canaries) -> bool:
    return bool(canaries.hits("page", device.page.content().encode()))


def test_a_first_passkey_is_kept_and_the_item_opens_then_and_not_before(
    device: Device, stage: Stage, canaries: Canaries
) -> None:
    before, said = granted(stage), len(verbs(stage))
    device.has_authenticator().open_card()
    device.sees(ASKS)
    device.sees("You have no passkey yet.")
    assert not is_open(device, canaries)
    assert granted(stage) == before, "nothing was unsealed"
    device.tap("Keep a passkey on this device")
    device.page.wait_for_url("**/v/*")
    device.sees("42 CFR")
    assert is_open(device, canaries)
    assert verbs(stage)[said:] == ["passkey.kept"]
    assert device.page.evaluate("window.__refused") == []
    [kept] = device.credentials()
    assert kept["rpId"] == "localhost"
    assert kept["isResidentCredential"]


def test_within_half_an_hour_nothing_is_asked_again_and_afterwards_it_is_shown(
    device: Device, stage: Stage, canaries: Canaries
) -> None:
    kept(device)
    device.open_card()
    assert is_open(device, canaries)
    for _ in range(2):  # the session lives on; the passkey's half hour passes
        stage.move_clock(timedelta(minutes=16))
        device.page.goto(f"{address(stage)}/k")
    device.open_card()
    device.sees(ASKS)
    assert not is_open(device, canaries)
    device.tap("Show my passkey")
    device.page.wait_for_url("**/v/*")
    device.sees("42 CFR")
    assert is_open(device, canaries)
    assert verbs(stage)[-2:] == ["passkey.kept", "passkey.shown"]
    assert device.page.evaluate("window.__refused") == []


def test_a_cancelled_prompt_says_so_and_shows_nothing(
    device: Device, stage: Stage, canaries: Canaries
) -> None:
    kept(device)
    signed_in_anew(device, stage)
    device.cdp("setUserVerified", isUserVerified=False)
    before = granted(stage)
    device.open_card()
    device.tap("Show my passkey")
    device.sees("Nothing was shown. Tap the button to try again.")
    assert (granted(stage), is_open(device, canaries)) == (before, False)
    device.cdp("setUserVerified", isUserVerified=True)
    device.tap("Show my passkey")
    device.page.wait_for_url("**/v/*")
    assert is_open(device, canaries)


def test_a_device_that_does_not_know_its_owner_keeps_nothing(
    device: Device, stage: Stage, canaries: Canaries
) -> None:
    device.has_authenticator(knows_its_owner=False).open_card()
    device.tap("Keep a passkey on this device")
    device.sees("Nothing was shown.")
    assert (device.credentials(), is_open(device, canaries)) == ([], False)


def test_an_answer_without_the_owners_verification_is_refused(device: Device, stage: Stage) -> None:
    """A browser that leaves the demand out gets a signature; it proves too little."""
    kept(device)
    signed_in_anew(device, stage)
    device.cdp("setUserVerified", isUserVerified=False)
    device.open_card()
    device.page.evaluate(
        """() => { const form = document.querySelector('[data-do=show]');
        form.dataset.options = JSON.stringify(
          {...JSON.parse(form.dataset.options), userVerification: "discouraged"}); }"""
    )
    device.tap("Show my passkey")
    device.sees("This passkey was not taken.")
    assert verbs(stage)[-1] == "passkey.refused not_proved"


def test_a_copied_passkey_whose_counter_stands_behind_is_refused(
    device: Device, stage: Stage, canaries: Canaries
) -> None:
    kept(device)
    [original] = device.credentials()
    shown(device, stage)
    signed_in_anew(device, stage)
    device.cdp("removeCredential", credentialId=original["credentialId"])
    device.cdp("addCredential", credential={**original, "signCount": 0})
    device.open_card()
    device.tap("Show my passkey")
    device.sees("there may be a copy of it somewhere")
    assert verbs(stage)[-1] == "passkey.refused counter"
    assert not is_open(device, canaries)


def test_anothers_passkey_proves_nothing(
    device: Device, browser: Browser, stage: Stage, canaries: Canaries
) -> None:
    kept(device)
    begin_anew(stage, BACKUP)
    backup = Device(browser, stage, BACKUP).has_authenticator()
    steps.ask_backup(stage)
    backup.open_card()
    for credential in device.credentials():
        backup.cdp("addCredential", credential=credential)
    backup.tap("Keep a passkey on this device")
    backup.page.wait_for_url("**/v/*")
    signed_in_anew(backup, stage)
    backup.open_card()
    theirs = device.credentials()[0]["credentialId"]
    backup.page.evaluate(
        """(id) => { const form = document.querySelector('[data-do=show]');
        const options = JSON.parse(form.dataset.options);
        const allowCredentials = [{type: "public-key", id}];
        form.dataset.options = JSON.stringify({...options, allowCredentials}); }""",
        base64.urlsafe_b64encode(base64.b64decode(theirs)).decode().rstrip("="),
    )
    backup.tap("Show my passkey")
    backup.sees("This passkey was not taken.")
    assert verbs(stage, BACKUP)[-1] == "passkey.refused not_proved"
    backup.end()


def test_without_a_script_the_page_says_plainly_that_a_passkey_needs_one(
    browser: Browser, stage: Stage, canaries: Canaries
) -> None:
    begin_anew(stage, RESPONDER)
    device = Device(browser, stage, RESPONDER, script=False)
    device.open_card()
    device.sees("A passkey needs JavaScript, and this browser does not run it.")
    assert not is_open(device, canaries)
    assert device.page.get_by_role("button", name="Keep a passkey on this device").count() == 0
    device.end()


def test_what_was_shown_on_one_browser_does_not_count_on_another(
    device: Device, browser: Browser, stage: Stage, canaries: Canaries
) -> None:
    kept(device)
    view = device.page.url
    other = Device(browser, stage, RESPONDER)
    other.open_card()
    other.sees(ASKS)
    other.page.goto(view)
    other.sees("Go back to Slack")
    assert not is_open(other, canaries)
    other.end()


def test_a_further_passkey_is_kept_only_where_one_was_shown(device: Device, stage: Stage) -> None:
    kept(device)
    signed_in_anew(device, stage)
    device.open_card()
    device.page.goto(f"{address(stage)}/k")
    device.sees("Show one of your passkeys first")
    assert device.page.get_by_role("button", name="Keep a passkey on this device").count() == 0
    device.tap("Show my passkey")
    device.sees("You have shown it within the last half hour.")
    device.cdp("removeVirtualAuthenticator")
    device.has_authenticator()  # another phone
    device.tap("Keep a passkey on this device")
    device.sees("Passkeys that are kept for you: 2.")


def test_too_late_after_the_link_no_first_passkey_is_kept(
    device: Device, stage: Stage, canaries: Canaries
) -> None:
    device.has_authenticator().open_card()
    device.sees("You have no passkey yet.")
    stage.move_clock(timedelta(minutes=10, seconds=1))
    device.tap("Keep a passkey on this device")
    device.sees("A first passkey is kept within ten minutes of the link from Slack.")
    assert verbs(stage)[-1] == "passkey.refused late"
    assert not is_open(device, canaries)


def test_an_altered_passkey_opens_nothing_and_makes_no_room_for_another(
    device: Device, stage: Stage, canaries: Canaries
) -> None:
    kept(device)
    signed_in_anew(device, stage)
    with stage.bot.floor.ground.database.work() as work:
        intrude(work, update(Passkey).where(Passkey.member == RESPONDER).values(count=0))
        work.commit()
    device.open_card()
    device.sees("Something about your passkeys does not hold.")
    assert device.page.get_by_role("button", name="Keep a passkey on this device").count() == 0
    assert not is_open(device, canaries)


# --- what people do


def address(stage: Stage) -> str:
    assert stage.settings.page is not None
    return stage.settings.page.address


def kept(device: Device) -> None:
    """They keep their first passkey, and read the item."""
    device.has_authenticator().open_card()
    device.tap("Keep a passkey on this device")
    device.page.wait_for_url("**/v/*")


def signed_in_anew(device: Device, stage: Stage) -> None:
    """Their next link begins a new session."""
    device.context.clear_cookies()


def shown(device: Device, stage: Stage) -> None:
    """They come back later, and show it."""
    signed_in_anew(device, stage)
    device.open_card()
    device.tap("Show my passkey")
    device.page.wait_for_url("**/v/*")
