"""The workspace file: Lantern Harbor itself, and files that are refused."""

from pathlib import Path

import pytest

from sandbox.cast import CastMember, DefinitionRefused, read_definition
from tests.sandbox.conftest import WORKSPACE

GROUPS = WORKSPACE.with_name("lantern_harbor_groups.toml")
TEAM = '[team]\nid = "T1"\nname = "Fictional"\n[app]\nid = "A1"\nbot_id = "B1"\nbot_user_id = "UBOT"\n'
PERSON = '[[people]]\nid = "U1"\nname = "Zebulon Testperson"\n'


def test_lantern_harbor_has_its_cast() -> None:
    definition = read_definition(WORKSPACE)
    people = {person.id: person for person in definition.people}
    assert len(people) == 16
    assert people["UQUILL001"].agency == "police:Lantern Harbor PD"
    assert people["USTOOP001"].is_guest
    assert people["USTRANGE1"].is_stranger
    assert people["USTRANGE1"].team_id != definition.team_id
    owg = definition.channels[0]
    assert (owg.id, owg.private) == ("C0OWG0001", True)
    assert set(people) - set(owg.members) == {"USTRANGE1", "UUNROST01"}
    assert definition.bot_user_id in owg.members


def test_lantern_harbor_with_its_groups_is_the_same_town_with_more_people_and_channels() -> None:
    plain, grouped = read_definition(WORKSPACE), read_definition(GROUPS)
    assert grouped.people[: len(plain.people)] == plain.people
    more = {person.id for person in grouped.people} - {person.id for person in plain.people}
    assert len(more) == 4
    channels = {channel.id: channel for channel in grouped.channels}
    assert set(channels["C0OWG0001"].members) - set(plain.channels[0].members) == {"UBURDOC01", "UWICKET01"}
    assert channels["C0OWG0001"].topic == plain.channels[0].topic
    assert len(channels) == len(plain.channels) + 3
    assert all(channel.private and grouped.bot_user_id in channel.members for channel in channels.values())
    assert all("Example" in person.name for person in grouped.people if person.id in more)


def test_a_file_that_extends_nothing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "town.toml"
    path.write_text('extends = "gone.toml"\n', encoding="utf-8")
    with pytest.raises(DefinitionRefused, match="cannot be read"):
        read_definition(path)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("team = ", "is not TOML"),
        (PERSON, "is not a workspace"),
        (TEAM + PERSON + 'colour = "blue"\n', "unknown key colour for U1"),
        (TEAM + PERSON + PERSON, "two people have the same id"),
        (TEAM + PERSON + '[[channels]]\nid = "C1"\nname = "c"\nmembers = ["U2"]\n', "channel c lists U2"),
        (TEAM + PERSON + '[[channels]]\nid = "C1"\ncolour = "blue"\n', "is not a workspace"),
    ],
)
def test_a_broken_file_is_refused_with_the_reason(tmp_path: Path, document: str, said: str) -> None:
    path = tmp_path / "town.toml"
    path.write_text(document, encoding="utf-8")
    with pytest.raises(DefinitionRefused, match=said) as caught:
        read_definition(path)
    assert str(caught.value).startswith("town.toml ")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionRefused, match="cannot be read"):
        read_definition(tmp_path / "nowhere.toml")


def test_initials_leave_out_the_rank() -> None:
    assert CastMember("U1", "Sgt Barnaby Oxlip").initials == "BO"
    assert CastMember("U2", "Lead").initials == "L"
