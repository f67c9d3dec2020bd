"""A harbor with a policy group; an issue on its way to it, through Slack alone."""

from __future__ import annotations

from handlers.policy.questions import SOUNDS
from models.people import Role
from models.policy import PolicyProposal, Stance, Touches
from models.schema import IssueRef, SlackUserId
from tests.handlers.harbor import MANAGER, OFFICER
from tests.handlers.wing import Json, Wing, texts

CHAIR = SlackUserId("UCHAIR001")
BACKGROUND, OPTIONS = "Responders come late before seven", "Two on call before seven"
WORDS = "Quieter mornings would do"


def shown(wing: Wing) -> str:
    return "\n".join(texts(wing.slack.views()[-1]))


def buttons(wing: Wing) -> list[str]:
    rows = [block for block in wing.slack.views()[-1]["blocks"] if block["type"] == "actions"]
    return [element["action_id"] for row in rows for element in row["elements"]]


def with_group(wing: Wing) -> None:
    """Two groups in the site file, and the policy group's facilitator on the roster."""
    harbor = wing.harbor
    owg = {"code": "owg", "name": "Work group", "kind": "owg", "channel": "C0OWG0001"}
    policy = {"code": "policy", "name": "Policy group", "kind": "policy", "channel": "C0POLICY1"}
    harbor.change_rules(groups=(owg, {**policy, "facilitator": CHAIR}))
    harbor.seat(CHAIR, "policy:Policy Group", Role.POLICY_GROUP_MEMBER)


def raised(
    wing: Wing, user: SlackUserId = OFFICER, words: str = "Help took an hour", **more: str
) -> IssueRef:
    """`/lead issue`, Raise an issue."""
    values: Json = {"issue_new.words": {"value": {"value": words}}}
    values["issue_new.group"] = {"value": {"selected_option": {"value": more.get("group", "owg")}}}
    values["issue_new.due"] = {"value": {"selected_date": more.get("due")}}
    values["issue_new.who"] = {"value": {"selected_user": more.get("who")}}
    said = wing.submit(user, {"callback_id": "issue_new"}, values)
    if "errors" in said:
        raise AssertionError(said["errors"])
    return IssueRef(texts(said["view"])[-1].split()[0])


def propose(wing: Wing, ref: str, user: SlackUserId = MANAGER, **more: str) -> Json:
    values = {
        "policy_propose.background": {"value": {"value": more.get("background", BACKGROUND)}},
        "policy_propose.options": {"value": {"value": OPTIONS}},
        "policy_propose.touches": {
            "value": {"selected_option": {"value": more.get("touches", Touches.NOTHING.value)}}
        },
    }
    return wing.submit(user, {"callback_id": "policy_propose", "private_metadata": ref}, values)


def say(wing: Wing, ref: str, user: SlackUserId, stance: Stance = Stance.CANNOT, words: str = WORDS) -> Json:
    values = {
        "sounding.stance": {"value": {"selected_option": {"value": stance.value}}},
        "sounding.words": {"value": {"value": words}},
    }
    return wing.submit(user, {"callback_id": "sounding", "private_metadata": ref}, values)


def tap(wing: Wing, ref: str, user: SlackUserId, stance: Stance) -> Json:
    action = next(action for action, one in SOUNDS.items() if one is stance)
    return wing.click(user, action.value, value=ref)


def answer(
    wing: Wing, ref: str, how: str = "consensus", *, user: SlackUserId = CHAIR, until: str = ""
) -> Json:
    values = {
        "policy_answer.how": {"value": {"selected_option": {"value": how}}},
        "policy_answer.words": {"value": {"value": "Two on call it is"}},
        "policy_answer.until": {"value": {"selected_date": until or None}},
    }
    return wing.submit(user, {"callback_id": "policy_answer", "private_metadata": ref}, values)


def row(wing: Wing, ref: IssueRef) -> PolicyProposal:
    with wing.harbor.ground.database.look() as work:
        return work.session.get_one(PolicyProposal, ref)


def agreed(wing: Wing, touches: Touches = Touches.NOTHING) -> IssueRef:
    """Raised, proposed, put before the group, and agreed on."""
    with_group(wing)
    ref = raised(wing)
    propose(wing, ref, touches=touches.value)
    wing.click(MANAGER, "policy_put_before", value=ref)
    answer(wing, ref)
    return ref
