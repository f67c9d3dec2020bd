"""A word with one's supervisor and setting aside, through the real listeners."""

from __future__ import annotations

import json
from datetime import timedelta

from handlers import words
from handlers.ids import Action
from handlers.reminding import stop_view
from models.notice import Kind
from models.site import Contacts
from models.stops import count_stop
from tests.handlers.consents.releasing import buttons
from tests.handlers.harbor import CASE_MANAGER, CLINICAL, MANAGER, OFFICER, PROSECUTOR
from tests.handlers.messages.sealing import home_of, item_of, open_item, released, said_in, sealed
from tests.handlers.wing import Wing


def test_the_supervisor_hears_that_somebody_would_like_a_word_and_nothing_else(wing: Wing) -> None:
    wing.click(CASE_MANAGER, Action.TALK_TO_SUPERVISOR)
    [notice] = wing.harbor.notices(Kind.WANTS_A_WORD)
    assert (notice.recipient, notice.subject, notice.handle, notice.target) == (
        CLINICAL,
        "",
        None,
        CASE_MANAGER,
    )
    assert "Fen Hollyhock will hear" in said_in(wing.slack.views("views.open")[-1])


def test_it_is_the_same_notice_from_home_and_from_a_reminder(wing: Wing) -> None:
    wing.click(CASE_MANAGER, Action.TALK_TO_SUPERVISOR, key="first")
    reminder = stop_view(Contacts())
    wing.click(CASE_MANAGER, Action.TALK_TO_SUPERVISOR, view=reminder, key="second")
    first, second = wing.harbor.notices(Kind.WANTS_A_WORD)
    assert [getattr(first, name) for name in ("recipient", "subject", "target", "handle")] == [
        getattr(second, name) for name in ("recipient", "subject", "target", "handle")
    ]
    shown = wing.slack.views("views.update")[-1]
    assert "will hear that you would like a word" in said_in(shown)
    assert shown["clear_on_close"] is False


def test_one_tap_that_slack_repeats_is_one_notice(wing: Wing) -> None:
    for _ in range(2):
        wing.click(CASE_MANAGER, Action.TALK_TO_SUPERVISOR, key="again")
    assert len(wing.harbor.notices(Kind.WANTS_A_WORD)) == 1


def test_where_an_agency_has_no_clinical_supervisor_the_number_to_call_is_said(wing: Wing) -> None:
    wing.click(PROSECUTOR, Action.TALK_TO_SUPERVISOR)
    assert wing.harbor.notices(Kind.WANTS_A_WORD) == []
    assert "(555) 010-0199" in said_in(wing.slack.views("views.open")[-1])


def test_home_offers_it_to_the_care_teams_agency(wing: Wing) -> None:
    assert Action.TALK_TO_SUPERVISOR in json.dumps(home_of(wing, CASE_MANAGER))
    for other in (OFFICER, PROSECUTOR, CLINICAL, MANAGER):
        assert Action.TALK_TO_SUPERVISOR not in json.dumps(home_of(wing, other))


def test_a_months_total_is_shown_when_it_is_over_and_to_clinical_supervisors_only(wing: Wing) -> None:
    now = wing.harbor.ground.now()
    with wing.harbor.ground.database.work() as work:
        for _ in range(3):
            count_stop(work, now.date())
        work.commit()
    assert "Golden Rule reminders" not in json.dumps(home_of(wing, CLINICAL)), "the month still runs"
    wing.harbor.time.go(timedelta(days=32))
    line = f"Golden Rule reminders, the whole site together. {now:%B %Y}: 3."
    assert line in json.dumps(home_of(wing, CLINICAL))
    for other in (CASE_MANAGER, OFFICER, PROSECUTOR, MANAGER):
        assert "Golden Rule reminders" not in json.dumps(home_of(wing, other))


def test_what_was_set_aside_leaves_the_screen_and_opens_no_more(wing: Wing) -> None:
    message = sealed(wing, released(wing.harbor).ref)
    handle = item_of(wing.harbor, message.ref, PROSECUTOR)
    view = open_item(wing, PROSECUTOR, handle)
    [button] = [one for block in view["blocks"] for one in block.get("elements", []) if one.get("confirm")]
    assert button["text"]["text"] == "I was sent something I should set aside"
    wing.click(PROSECUTOR, Action.SET_ASIDE, value=handle, view=view)
    assert "Nobody of your side can open it any more" in said_in(wing.slack.views("views.update")[-1])
    again = open_item(wing, PROSECUTOR, handle)
    assert words.unavailable(Contacts()) in said_in(again)
    [notice] = wing.harbor.notices(Kind.SET_ASIDE)
    assert (notice.recipient, notice.subject) == (CLINICAL, message.ref)


def test_a_colleague_of_the_care_team_is_not_offered_it(wing: Wing) -> None:
    message = sealed(wing, released(wing.harbor).ref, PROSECUTOR, CLINICAL)
    for reader in (CLINICAL, CASE_MANAGER):
        view = open_item(wing, reader, item_of(wing.harbor, message.ref, reader))
        assert Action.SET_ASIDE not in buttons(view)
