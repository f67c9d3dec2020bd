"""What the doctor says of the rota: gaps, phones that sleep, the pager, and cards that nobody tapped."""

from __future__ import annotations

from collections.abc import Iterator

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.finding import Finding
from handlers.deps import Ground
from handlers.pager import understands
from handlers.rota.look import turns
from handlers.rota.notices import span_words
from models.acts.rota import LOOK_AHEAD, gaps
from models.scene import Scene
from models.schema import SlackUserId
from models.site import SiteRules
from models.test_card import never_tapped

BY = SlackUserId("doctor")


def regions_covered(rules: SiteRules) -> Iterator[Finding]:
    """Every region has a row of the rota at all."""
    for region in rules.regions:
        covered = any(row.region == region.code for row in rules.on_call)
        mend = "Add an [[on_call]] row for it to the site file."
        yield Finding(ok=covered, what=f"Somebody is on call in {region.name}", mend=mend)


def people_reached(client: WebClient, rules: SiteRules, standing_in: set[SlackUserId]) -> Iterator[Finding]:
    """Everybody of the rota, and whoever stands in, is known to Slack and hears it."""
    named = {
        user
        for row in rules.on_call
        for user in (row.slack_user_id, row.backup_user_id, row.supervisor_user_id)
        if user is not None
    }
    for user in sorted(named | standing_in):
        try:
            silent = bool(client.dnd_info(user=user).get("dnd_enabled"))
        except SlackApiError:
            yield Finding(ok=False, what=f"{user} on the rota", mend="Slack does not know this user id.")
            continue
        mend = "Their Slack is silent at times. Ask them to allow notifications while on call."
        yield Finding(ok=not silent, what=f"{user} on the rota: notifications are on", mend=mend)


def rota_holds(client: WebClient, ground: Ground) -> Iterator[Finding]:
    """The rota as it will be for 24 hours: stand-ins, leave and departures counted; the pager; the cards."""
    with ground.database.look() as work:
        scene = ground.scene(work, BY)
        rules = scene.rules
        missing = _gaps(scene)
        standing_in = {turn.user for turn in turns(scene)}
        untapped = never_tapped(work, ground.vault.rows, rules, scene.moment)
    yield from regions_covered(rules)
    mend = f"Nobody who could be sent: {'; '.join(missing)}. /lead roster, On call, mends it."
    yield Finding(ok=not missing, what="The rota of the next 24 hours has no gap", mend=mend)
    yield from people_reached(client, rules, standing_in)
    yield pager_understood(rules)
    mend = f"Not yet: {', '.join(untapped)}. Ask them to look for the bot's message in Slack, and to tap it."
    yield Finding(ok=not untapped, what="Every member has tapped their test card", mend=mend)


def pager_understood(rules: SiteRules) -> Finding:
    """Nothing is sent: a text at an odd hour would be taken for a page."""
    url = rules.paging.pager_url
    what = "Pager outside Slack: none" if url is None else "Pager outside Slack: its URL is understood"
    mend = "Apprise does not know this kind of URL. Correct paging.pager_url in the site file."
    return Finding(ok=url is None or understands(url), what=what, mend=mend)


def _gaps(scene: Scene) -> list[str]:
    """Of regions that have a row; one without any is named by itself."""
    rules = scene.rules
    with_rows = {row.region for row in rules.on_call}
    return [
        f"{rules.region_name(gap.region)}, {span_words(gap.begins, gap.ends, rules.zone_of(gap.region))}"
        for gap in gaps(scene, scene.moment, scene.moment + LOOK_AHEAD)
        if gap.region in with_rows
    ]
