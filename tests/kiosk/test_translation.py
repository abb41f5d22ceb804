"""A further language: a list for native speakers, offered when it is whole, and never before."""

import tomllib

from contract.language import load_texts
from kiosk import translation
from kiosk.translation import FOLDER, TEXTS, clips, missing, offered, wanted, words

VIETNAMESE = load_texts(TEXTS, "vi")


def fill(folder, change=lambda key, text: text):
    """A language whose texts are the Vietnamese ones, changed."""
    place = folder / "xyz"
    place.mkdir(exist_ok=True)
    lines = []
    table = ""
    for empty in wanted("xyz", folder).splitlines():
        line = empty
        if line.startswith("["):
            table = line[1:-1]
        if empty.endswith(' = ""'):
            key = empty.removesuffix(' = ""')
            text = change(f"{table}.{key}", VIETNAMESE[f"{table}.{key}"])
            quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            line = f'{key} = "{quoted}"'
        lines.append(line)
    (place / "texts.toml").write_text("\n".join(lines), "utf-8")


def test_the_folder_of_ede_lists_every_text_and_invents_none():
    assert (FOLDER / "ede" / "README.md").is_file()
    assert (FOLDER / "ede" / "texts.toml").read_text("utf-8") == wanted("ede"), "python -m kiosk words ede --refresh"
    assert missing("ede") == list(VIETNAMESE)
    assert "ede" not in offered()


def test_a_whole_language_is_offered_after_the_two_of_the_program(tmp_path):
    fill(tmp_path)
    assert missing("xyz", tmp_path) == []
    assert offered(tmp_path) == ["en", "vi", "xyz"]
    assert words("xyz", tmp_path) == VIETNAMESE


def test_an_empty_text_or_a_lost_place_keeps_it_back(tmp_path):
    spoilt = {"foot.back": "", "home.waiting": "đang chờ"}
    fill(tmp_path, lambda key, text: spoilt.get(key, text))
    assert missing("xyz", tmp_path) == [key for key in VIETNAMESE if key in spoilt]
    assert offered(tmp_path) == ["en", "vi"]
    assert translation.main(["xyz", "--folder", str(tmp_path)]) == 1


def test_a_new_list_keeps_what_was_given(tmp_path):
    fill(tmp_path, lambda key, text: text if key == "ticket.seat" else "")
    assert translation.main(["xyz", "--folder", str(tmp_path), "--refresh"]) == 1
    assert words("xyz", tmp_path) == {"ticket.seat": VIETNAMESE["ticket.seat"]}
    tomllib.loads((tmp_path / "xyz" / "texts.toml").read_text("utf-8"))


def test_recordings_are_named_for_what_needs_no_filling_in(tmp_path):
    fill(tmp_path)
    named = dict(clips("xyz", tmp_path))
    assert VIETNAMESE["foot.back"] in named.values()
    assert VIETNAMESE["home.waiting"] not in named.values()
    assert len(set(named)) == len(named)


def test_the_command_counts(tmp_path, capsys):
    fill(tmp_path)
    assert translation.main(["xyz", "--folder", str(tmp_path)]) == 0
    assert translation.main(["xyz", "--folder", str(tmp_path), "--clips"]) == 0
    assert capsys.readouterr().out.count(".wav\t") > 100
