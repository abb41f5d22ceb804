"""Faults about suggestions, and an office's own list."""

from pathlib import Path

import pytest

from contract.suggestion import SuggestionKind
from firmware_config.fault import SiteFileError
from firmware_config.site_file import read_site

SITE_TEXT = (Path(__file__).parents[2] / "demo" / "site.toml").read_text("utf-8")


def written(tmp_path: Path, more: str) -> Path:
    path = tmp_path / "site.toml"
    path.write_text(f"{SITE_TEXT}\n{more}\n", "utf-8")
    return path


def test_an_office_may_have_a_list_of_its_own(tmp_path: Path) -> None:
    own = '[[suggestions.topics]]\nid = "gui-xe"\ntext = "Chỗ gửi xe chật"\nkind = "rules"'
    (topic,) = read_site(written(tmp_path, own)).suggestions.topics
    assert (topic.id, topic.kind, topic.english) == ("gui-xe", SuggestionKind.RULES, "")


def test_every_fault_is_told(tmp_path: Path) -> None:
    topic = '[[suggestions.topics]]\nid = "Gửi xe"\ntext = " "\nenglish = " "\n'
    with pytest.raises(SiteFileError) as told:
        read_site(written(tmp_path, f"[suggestions]\nper_minute = -1\n{topic}{topic}"))
    assert {(fault.key, fault.name) for fault in told.value.faults} >= {
        ("suggestions.per_minute", "range"),
        ("suggestions.topics[0].id", "id"),
        ("suggestions.topics[0].text", "no_words"),
        ("suggestions.topics[0].english", "no_words"),
        ("suggestions.topics[1].id", "twice"),
    }
