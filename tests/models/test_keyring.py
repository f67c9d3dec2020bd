"""The key ring: one ring whoever asks first, refused when a safeguard does not hold."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from models.errors import Unsafe
from models.keyring import KINDS, FileKeyRing, KeyInfo, KeyProvider
from models.keyring_file import PUBLISHED_ANSWERS, library_problems

MOMENT = datetime(2026, 9, 15, 12, tzinfo=UTC)
MONTHS = ["2026-09", "2026-10", "2026-11", "2026-12", "2027-01", "2027-02", "2027-03"]

CREATE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from models.keyring import FileKeyRing
sys.stdin.readline()
print(FileKeyRing.create(Path(sys.argv[1]), datetime(2026, 9, 15, tzinfo=UTC)).fingerprint())
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "keyring.json"


def edit(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


def listed(ring: FileKeyRing) -> list[KeyInfo]:
    return ring.keys()


def key_of(content: dict[str, Any], key_id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(key for key in content["keys"] if key["id"] == key_id)
    return found


def test_a_new_ring_holds_every_key_that_is_needed(path: Path) -> None:
    ring = FileKeyRing.create(path, MOMENT)
    assert [key.id for key in listed(ring)] == [
        *(f"epoch-{month}" for month in MONTHS),
        *("grant-1", "hold-1", "dir-1", "consent-1", "rows-1", "audit-sign"),
    ]
    assert {key.state for key in listed(ring)} == {"active"}
    assert {key.created for key in listed(ring)} == {"2026-09-15T12:00:00Z"}
    assert len({ring.secret(key.id) for key in listed(ring)}) == 13
    assert {len(ring.secret(key.id)) for key in listed(ring)} == {32}
    assert ring.verify() == []


def test_file_and_folder_are_the_services_alone(path: Path) -> None:
    FileKeyRing.create(path, MOMENT)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [entry.name for entry in path.parent.iterdir()] == ["keyring.json"]


def test_a_loaded_ring_is_the_created_one(path: Path) -> None:
    made, loaded = FileKeyRing.create(path, MOMENT), FileKeyRing.load(path)
    assert made.keys() == loaded.keys()
    assert made.fingerprint() == loaded.fingerprint()
    assert all(made.secret(key.id) == loaded.secret(key.id) for key in listed(made))


def test_creating_where_a_ring_stands_gives_that_ring(path: Path) -> None:
    first = FileKeyRing.create(path, MOMENT)
    assert FileKeyRing.create(path, MOMENT + timedelta(days=400)).keys() == first.keys()


def test_processes_that_create_at_once_get_one_ring(path: Path) -> None:
    root = Path(__file__).parents[2]
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", CREATE, str(path)],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    fingerprints = {racer.communicate(timeout=60)[0].strip() for racer in racers}
    assert fingerprints == {FileKeyRing.load(path).fingerprint()}


def test_two_rings_differ_in_fingerprint_and_in_every_secret(tmp_path: Path) -> None:
    one = FileKeyRing.create(tmp_path / "a" / "k.json", MOMENT)
    two = FileKeyRing.create(tmp_path / "b" / "k.json", MOMENT)
    assert one.fingerprint() != two.fingerprint()
    assert not {one.secret(key.id) for key in listed(one)} & {two.secret(key.id) for key in listed(two)}


def test_the_fingerprint_outlives_added_keys(path: Path) -> None:
    ring = FileKeyRing.create(path, MOMENT)
    before = ring.fingerprint()
    ring.new("rows", MOMENT)
    ring.ensure_epochs(MOMENT + timedelta(days=90))
    assert ring.fingerprint() == FileKeyRing.load(path).fingerprint() == before
    assert re.fullmatch("[0-9a-f]{64}", before)


@pytest.mark.parametrize("kind", KINDS)
def test_a_rotation_makes_the_next_number_active_and_the_former_still_opens(path: Path, kind: Any) -> None:
    ring = FileKeyRing.create(path, MOMENT)
    former = ring.secret(f"{kind}-1")
    assert ring.new(kind, MOMENT) == ring.active(kind) == f"{kind}-2"
    assert ring.secret(f"{kind}-1") == former != ring.secret(f"{kind}-2")
    assert FileKeyRing.load(path).active(kind) == f"{kind}-2"


def test_the_tenth_key_comes_after_the_ninth(path: Path) -> None:
    ring = FileKeyRing.create(path, MOMENT)
    assert [ring.new("grant", MOMENT) for _ in range(10)][-1] == ring.active("grant") == "grant-11"


def test_two_holders_of_one_ring_never_give_a_number_twice(path: Path) -> None:
    one, two = FileKeyRing.create(path, MOMENT), FileKeyRing.load(path)
    assert [one.new("dir", MOMENT), two.new("dir", MOMENT), one.new("dir", MOMENT)] == [
        "dir-2",
        "dir-3",
        "dir-4",
    ]
    assert two.active("dir") == "dir-3"
    assert two.reload_if_changed()
    assert two.active("dir") == "dir-4"
    assert not two.reload_if_changed()


def test_six_months_ahead_are_kept_ready_across_the_year(path: Path) -> None:
    ring = FileKeyRing.create(path, MOMENT)
    assert ring.ensure_epochs(MOMENT) == []
    assert ring.ensure_epochs(datetime(2026, 11, 30, tzinfo=UTC)) == ["epoch-2027-04", "epoch-2027-05"]
    assert ring.epoch_for("2027-05") == "epoch-2027-05"


def test_the_month_is_that_of_universal_time(path: Path) -> None:
    ring = FileKeyRing.create(path, MOMENT)
    west = timezone(timedelta(hours=-8))
    assert ring.ensure_epochs(datetime(2026, 9, 30, 20, tzinfo=west)) == ["epoch-2027-04"]


@pytest.mark.parametrize("month", ["2026-08", "2027-04", "", "2026-9"])
def test_a_month_without_a_key_is_refused(path: Path, month: str) -> None:
    with pytest.raises(Unsafe, match=f"epoch-{month}"):
        FileKeyRing.create(path, MOMENT).epoch_for(month)


def test_a_destroyed_key_keeps_its_line_opens_nothing_and_is_not_made_again(path: Path) -> None:
    ring = FileKeyRing.create(path, MOMENT)

    def destroy(content: dict[str, Any]) -> None:
        for key_id in ("epoch-2026-10", "grant-1"):
            key_of(content, key_id).update(state="destroyed", secret="")

    ring.new("grant", MOMENT)
    edit(path, destroy)
    assert ring.reload_if_changed()
    assert ring.ensure_epochs(MOMENT) == []
    assert ring.new("grant", MOMENT) == "grant-3"
    for call in (lambda: ring.secret("grant-1"), lambda: ring.epoch_for("2026-10")):
        with pytest.raises(Unsafe):
            call()
    assert "destroyed" in {key.state for key in listed(ring)}


def test_a_retired_key_still_opens_but_no_longer_wraps(path: Path) -> None:
    ring = FileKeyRing.create(path, MOMENT)
    secret = ring.secret("hold-1")
    ring.new("hold", MOMENT)
    edit(path, lambda content: key_of(content, "hold-2").update(state="retired"))
    ring.reload_if_changed()
    assert ring.active("hold") == "hold-1"
    assert ring.secret("hold-1") == secret
    assert len(ring.secret("hold-2")) == 32


def flip_first_digit(content: dict[str, Any], key_id: str, field: str) -> None:
    key = key_of(content, key_id)
    key[field] = ("1" if key[field][0] != "1" else "2") + key[field][1:]


DAMAGES: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "a secret changed": (lambda c: flip_first_digit(c, "grant-1", "secret"), "grant-1 is not the key"),
    "a known answer changed": (lambda c: flip_first_digit(c, "rows-1", "check"), "rows-1 is not the key"),
    "a secret cut short": (lambda c: key_of(c, "dir-1").update(secret="ab"), "dir-1 is not the key"),
    "an odd digit": (lambda c: key_of(c, "dir-1").update(secret="abc"), "dir-1 is not the key"),
    "two keys swapped": (
        lambda c: key_of(c, "hold-1").update(secret=key_of(c, "consent-1")["secret"]),
        "hold-1 is not the key",
    ),
    "a key twice": (lambda c: c["keys"].append(c["keys"][0]), "epoch-2026-09 stands there twice"),
    "no grant key": (lambda c: c["keys"].remove(key_of(c, "grant-1")), "no active grant key"),
    "no signing key": (lambda c: c["keys"].remove(key_of(c, "audit-sign")), "no active audit-sign key"),
    "the row key retired": (lambda c: key_of(c, "rows-1").update(state="retired"), "no active rows key"),
    "a destroyed key with its secret": (
        lambda c: key_of(c, "epoch-2026-09").update(state="destroyed"),
        "epoch-2026-09 is not the key",
    ),
    "an unknown state": (lambda c: key_of(c, "rows-1").update(state="asleep"), "not a key ring"),
    "an unknown kind": (lambda c: key_of(c, "rows-1").update(id="columns-1"), "not a key ring"),
    "a future format": (lambda c: c.update(format=2), "not a key ring"),
    "no identity": (lambda c: c.pop("ring"), "not a key ring"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_ring_is_refused_with_its_mend_and_without_a_secret(path: Path, damage: str) -> None:
    ring = FileKeyRing.create(path, MOMENT)
    change, words = DAMAGES[damage]
    edit(path, change)
    with pytest.raises(Unsafe, match=words) as caught:
        FileKeyRing.load(path)
    assert "Put back" in str(caught.value)
    assert not any(ring.secret(key.id).hex()[:16] in str(caught.value) for key in listed(ring))
    assert any(words in problem for problem in ring.verify())


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff\xfe", b'{"format":1}'])
def test_a_file_that_is_no_ring_is_refused(path: Path, raw: bytes) -> None:
    FileKeyRing.create(path, MOMENT)
    path.write_bytes(raw)
    with pytest.raises(Unsafe, match="not a key ring"):
        FileKeyRing.load(path)
    with pytest.raises(Unsafe, match="not a key ring"):
        FileKeyRing.create(path, MOMENT)


def test_a_ring_that_others_can_read_is_refused_at_load_and_create(path: Path) -> None:
    ring = FileKeyRing.create(path, MOMENT)
    path.chmod(0o640)
    for call in (FileKeyRing.load, lambda place: FileKeyRing.create(place, MOMENT)):
        with pytest.raises(Unsafe, match="chmod 600"):
            call(path)
    assert "chmod 600" in ring.verify()[0]


def test_no_ring_is_made_in_a_folder_that_others_can_reach(path: Path) -> None:
    path.parent.mkdir()
    path.parent.chmod(0o755)
    with pytest.raises(Unsafe, match="chmod 700"):
        FileKeyRing.create(path, MOMENT)
    assert not path.exists()


def test_a_link_to_a_ring_is_refused(path: Path) -> None:
    FileKeyRing.create(path, MOMENT)
    link = path.with_name("link.json")
    link.symlink_to(path)
    for call in (FileKeyRing.load, lambda place: FileKeyRing.create(place, MOMENT)):
        with pytest.raises(Unsafe, match="symbolic link"):
            call(link)


def test_a_missing_ring_is_said_to_be_missing(path: Path) -> None:
    with pytest.raises(Unsafe, match="there is none"):
        FileKeyRing.load(path)
    ring = FileKeyRing.create(path, MOMENT)
    path.unlink()
    with pytest.raises(Unsafe, match="has gone"):
        ring.reload_if_changed()


def test_another_ring_in_its_place_is_noticed(path: Path, tmp_path: Path) -> None:
    ring = FileKeyRing.create(path, MOMENT)
    FileKeyRing.create(tmp_path / "other" / "k.json", MOMENT)
    (tmp_path / "other" / "k.json").rename(path)
    assert "another ring" in ring.verify()[0]


def test_a_ring_that_became_unsafe_leaves_the_one_in_memory(path: Path) -> None:
    ring = FileKeyRing.create(path, MOMENT)
    secret = ring.secret("grant-1")
    edit(path, lambda content: flip_first_digit(content, "grant-1", "secret"))
    with pytest.raises(Unsafe):
        ring.reload_if_changed()
    assert ring.secret("grant-1") == secret


@pytest.mark.parametrize("name", PUBLISHED_ANSWERS)
def test_a_library_that_answers_otherwise_than_published_is_refused(name: str) -> None:
    assert library_problems(PUBLISHED_ANSWERS) == []
    problems = library_problems(PUBLISHED_ANSWERS | {name: "00"})
    assert len(problems) == 1
    assert name in problems[0]


def test_the_ring_shows_neither_path_nor_secret(path: Path) -> None:
    ring: KeyProvider = FileKeyRing.create(path, MOMENT)
    assert repr(ring) == str(ring) == "<FileKeyRing>"
