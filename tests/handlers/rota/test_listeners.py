"""On call in Slack: the week, standing in, its mistakes, and the test card's tap."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from models.notice import Kind
from models.rota import RotaSpan
from models.test_card import TestCard
from tests.handlers.harbor import BACKUP, CLINICAL, MANAGER, OFFICER, RESPONDER, SERGEANT
from tests.handlers.wing import Json, Wing, texts


def shown(wing: Wing) -> str:
    return "\n".join(texts(wing.slack.views()[-1]))


def opened(wing: Wing, user: str) -> str:
    before = len(wing.slack.views())
    wing.click(user, "rota_open")
    return shown(wing) if len(wing.slack.views()) > before else ""


def spans(wing: Wing) -> int:
    with wing.harbor.ground.database.look() as work:
        return int(work.session.scalar(select(func.count()).select_from(RotaSpan)) or 0)


def answers(wing: Wing, first: str = BACKUP, backup: str = RESPONDER, until_hour: str = "23") -> Json:
    today = wing.harbor.rules().today(wing.harbor.time()) + timedelta(days=1)
    said: Json = {
        "first": {"selected_user": first},
        "backup": {"selected_user": backup},
        "from": {"selected_date": today.isoformat()},
        "from_hour": {"selected_option": {"value": "20"}},
        "until": {"selected_date": today.isoformat()},
        "until_hour": {"selected_option": {"value": until_hour}},
    }
    return {f"rota_span.{name}": {"value": value} for name, value in said.items()}


def submit(wing: Wing, user: str, values: Json, region: str = "north") -> Json:
    return wing.submit(user, {"callback_id": "rota_span", "private_metadata": region}, values)


@pytest.mark.parametrize(("user", "changes"), [(MANAGER, True), (CLINICAL, True), (SERGEANT, False)])
def test_roster_owners_see_who_is_on_call_and_some_may_change_it(
    wing: Wing, user: str, changes: bool
) -> None:
    words = opened(wing, user)
    assert "Now: " in words
    assert ("Stand in" in words) is changes


@pytest.mark.parametrize("user", [OFFICER, RESPONDER])
def test_others_are_not_shown_the_rota(wing: Wing, user: str) -> None:
    assert "Now: " not in opened(wing, user)


def test_another_region_takes_its_place_and_a_gap_is_said_in_words(wing: Wing) -> None:
    rows = wing.harbor.rules().model_dump(by_alias=True)["on_call"]
    wing.harbor.change_rules(on_call=rows[:1])
    assert "Nobody is on call." not in opened(wing, MANAGER)
    wing.click(MANAGER, "rota_region", chosen="quay", view={"callback_id": "rota"})
    assert "Now: Nobody is on call." in shown(wing)


def test_standing_in_is_kept_told_and_shown(wing: Wing) -> None:
    answer = submit(wing, CLINICAL, answers(wing))
    assert answer["response_action"] == "update"
    words = "\n".join(texts(answer["view"]))
    assert "Kept. Both have been told." in words
    assert "(standing in)" in words
    assert spans(wing) == 1
    assert len(wing.harbor.notices(Kind.ROTA_CHANGED)) == 2


@pytest.mark.parametrize(
    ("said", "field"),
    [({"first": OFFICER}, "first"), ({"backup": BACKUP}, "backup"), ({"until_hour": "20"}, "until")],
)
def test_what_cannot_be_kept_is_said_at_its_field(wing: Wing, said: dict[str, str], field: str) -> None:
    answer = submit(wing, MANAGER, answers(wing, **said))
    assert list(answer["errors"]) == [f"rota_span.{field}"]
    assert spans(wing) == 0


def test_an_empty_form_is_answered_at_every_field(wing: Wing) -> None:
    assert len(submit(wing, MANAGER, {})["errors"]) == 6


@pytest.mark.parametrize("user", [SERGEANT, RESPONDER])
def test_somebody_whose_rota_it_is_not_changes_nothing(wing: Wing, user: str) -> None:
    wing.click(user, "rota_change", value="north", view={"callback_id": "rota"})
    submit(wing, user, answers(wing))
    assert spans(wing) == 0


def test_a_region_that_does_not_exist_is_refused(wing: Wing) -> None:
    submit(wing, MANAGER, answers(wing), region="nowhere")
    assert spans(wing) == 0


def test_the_form_stands_in_place_of_the_week(wing: Wing) -> None:
    wing.click(MANAGER, "rota_change", value="north", view={"callback_id": "rota"})
    view = wing.slack.views()[-1]
    assert (view["callback_id"], view["private_metadata"]) == ("rota_span", "north")


def test_a_tap_on_the_test_card_is_kept_and_thanked(wing: Wing) -> None:
    with wing.harbor.ground.database.work() as work:
        work.session.get_one(TestCard, OFFICER).seen_at = None
        work.commit()
    wing.click(OFFICER, "card_seen")
    assert "Thank you" in shown(wing)
    with wing.harbor.ground.database.look() as work:
        assert work.session.get_one(TestCard, OFFICER).seen_at == wing.harbor.time()
