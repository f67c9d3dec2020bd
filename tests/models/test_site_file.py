"""site.toml: what it says is kept; what cannot be kept is named with its line, all of it at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.errors import BadFile
from models.site_file import read_site_file
from tests.factories import SITE

WHOLE = (SITE / "site.toml").read_text()


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "site.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def problems(folder: Path, text: str | bytes) -> list[str]:
    path = written(folder, text)
    with pytest.raises(BadFile) as told:
        read_site_file(path)
    return [problem.removeprefix(str(path)) for problem in told.value.problems]


def line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


def test_the_example_site_is_read_whole() -> None:
    rules = read_site_file(SITE / "site.toml")
    assert [region.code for region in rules.regions] == ["north", "quay"]
    assert rules.clocks.handoff_minutes == 30
    assert rules.clocks.destroy_days == 90, "what the file leaves out has its default"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("handoff_minutes = 30", "handof_minutes = 30", "clocks.handof_minutes"),
        ('name = "Quay"', 'name = "Quay"\ncolour = "blue"', "regions.1.colour"),
        ('languages = ["en"]', 'langauges = ["en"]', "site.langauges"),
        ('emergency = "911"', 'emergency = "911"\nfax = "555-0100"', "contacts.fax"),
        ("[contacts]", "[surprises]\nx = 1\n\n[contacts]", "surprises"),
    ],
)
def test_a_key_that_nobody_knows_is_refused_by_name_and_line(
    tmp_path: Path, old: str, new: str, key: str
) -> None:
    text = WHOLE.replace(old, new, 1)
    word = key.rsplit(".", 1)[-1]
    assert problems(tmp_path, text) == [f":{line_of(text, word)}: {key}: Extra inputs are not permitted"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("America/Los_Angeles", "America/Lantern_Harbor", "IANA"),
        ("America/Los_Angeles", "America", "IANA"),
        ("America/Los_Angeles", "", "IANA"),
        ("project_management:Lantern", "police:Lantern", "may not host"),
        ("project_management:Lantern", "prosecutor:Lantern", "may not host"),
        ("project_management:Lantern", "church:Lantern", "church"),
        ('owg_channel = "C0OWG0001"', 'owg_channel = "#owg"', "pattern"),
        ("handoff_minutes = 30", 'handoff_minutes = "soon"', "integer"),
        ('slack_user_id = "ULARKSP01"', 'slack_user_id = "Pim"', "pattern"),
    ],
)
def test_a_value_that_cannot_be_kept_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    text = WHOLE.replace(old, new, 1)
    (problem,) = problems(tmp_path, text)
    changed = next(
        number
        for number, (a, b) in enumerate(zip(WHOLE.splitlines(), text.splitlines(), strict=True), 1)
        if a != b
    )
    assert problem.startswith(f":{changed}: ")
    assert words in problem


def test_a_regions_own_zone_is_checked_too(tmp_path: Path) -> None:
    text = WHOLE.replace('name = "Quay"', 'name = "Quay"\ntime_zone = "Sea/Shore"')
    (problem,) = problems(tmp_path, text)
    assert problem.startswith(f":{line_of(text, 'Sea/Shore')}: regions.1.time_zone")
    text = WHOLE.replace('name = "Quay"', 'name = "Quay"\ntime_zone = "America/Denver"')
    assert str(read_site_file(written(tmp_path, text)).zone_of("quay")) == "America/Denver"


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    text = WHOLE.replace("handoff_minutes = 30", "handoff_minutes = 0").replace(
        'code = "quay"', 'code = "the quay"'
    )
    found = problems(tmp_path, text)
    assert len(found) == 2
    assert all(problem[1].isdigit() for problem in found)


def test_a_rota_for_an_unknown_region_is_refused(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, WHOLE.replace('region = "quay"', 'region = "moon"'))
    assert "region 'moon' is not among [[regions]]" in problem


@pytest.mark.parametrize(
    ("content", "words"),
    [("[site\nname = 1", "not TOML"), (b"\xff\xfe", "cannot be read"), ("", "Field required")],
)
def test_what_is_no_site_file_is_refused(tmp_path: Path, content: str | bytes, words: str) -> None:
    assert any(words in problem for problem in problems(tmp_path, content))


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"nowhere\.toml: cannot be read"):
        read_site_file(tmp_path / "nowhere.toml")
