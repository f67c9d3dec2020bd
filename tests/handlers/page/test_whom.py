"""Everybody by name, for the one form that seats somebody new."""

from __future__ import annotations

from slack_sdk.web import SlackResponse

from handlers.page.whom import Everybody
from tests.handlers.harbor import TEAM
from tests.handlers.wing import HOME, Json, RememberingSlack, slack_error


class Workspace(RememberingSlack):
    """Two pages of accounts."""

    def _answer_to(self, method: str, sent: Json) -> Json:
        assert method == "users.list"
        if sent.get("cursor"):
            return {"members": [_account("U2", "Amos Testperson")], "response_metadata": {"next_cursor": ""}}
        members = [
            _account("U1", "Zebulon Testperson"),
            _account("U3", "Gone", deleted=True),
            _account("U4", "A bot", is_bot=True),
            _account("U5", "Elsewhere", team_id="TOTHER001"),
            _account("USLACKBOT", "Slackbot"),
        ]
        return {"members": members, "response_metadata": {"next_cursor": "more"}}


def _account(user: str, name: str, **more: object) -> Json:
    return {"id": user, "team_id": TEAM, "name": "handle", "profile": {"real_name": name}, **more}


def test_people_who_could_be_seated_stand_there_by_name_asked_once_in_a_while() -> None:
    at, slack = [0.0], Workspace()
    everybody = Everybody(slack, HOME, lambda: at[0])
    assert everybody() == {"U2": "Amos Testperson", "U1": "Zebulon Testperson"}
    assert list(everybody()) == ["U2", "U1"]
    assert len(slack.asked) == 2
    at[0] += 121
    everybody()
    assert len(slack.asked) == 4


def test_where_slack_does_not_answer_the_work_group_alone_can_be_chosen() -> None:
    slack = Workspace()
    slack.trouble["users.list"] = slack_error("ratelimited")
    everybody = Everybody(slack, HOME)
    assert everybody() == {}
    slack.trouble.clear()
    assert len(everybody()) == 2, "an answer that did not come is not remembered"


def test_answers_are_slacks_own() -> None:
    assert isinstance(Workspace().users_list(), SlackResponse)
