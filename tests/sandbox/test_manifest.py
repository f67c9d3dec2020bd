"""The app's manifest decides what it may do here."""

from pathlib import Path

import pytest

from sandbox.manifest import ManifestRefused, read_manifest
from tests.sandbox.conftest import MANIFEST


def test_the_projects_own_manifest_is_understood() -> None:
    manifest = read_manifest(MANIFEST)
    assert manifest.command("/lead") is not None
    assert manifest.command("/other") is None
    assert manifest.shortcut("refer_to_lead") in manifest.shortcuts_of("global")
    assert {"chat:write", "commands"} <= manifest.scopes
    assert "app_home_opened" in manifest.events
    assert manifest.interactivity
    assert manifest.socket_mode
    assert manifest.messages_tab_read_only


@pytest.mark.parametrize("document", ["", "[]", "features: {}", "features: ["])
def test_what_is_no_manifest_is_refused(tmp_path: Path, document: str) -> None:
    path = tmp_path / "manifest.yml"
    path.write_text(document, encoding="utf-8")
    with pytest.raises(ManifestRefused, match=r"manifest\.yml is not an app manifest"):
        read_manifest(path)


def test_a_missing_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ManifestRefused, match="cannot be read"):
        read_manifest(tmp_path / "manifest.yml")
