"""``esphome``: what it writes is what ESPHome itself has accepted, speaks the office's topics, and names its secrets only.

``make esphome`` installs ESPHome (a quarter of a gigabyte and more than a minute, so not in ``make test``) and has it judge the files of
``accepted``; here they are compared with what the command writes.
"""

import shutil
import stat
from pathlib import Path

import pytest
import yaml

from contract.codec import decode_notice
from contract.ids import CounterId, DeviceId, SiteId
from contract.notices import Presence
from contract.topics import Role, covers, grants
from firmware_config.__main__ import main

HERE = Path(__file__).parent
ACCEPTED = sorted((HERE / "accepted").glob("*.yaml"))
ROLES = {"pad-5": Role.PAD, "keypad-5": Role.KEYPAD, "so-5": Role.COUNTER_BOARD, "so-lon-5": Role.COUNTER_BOARD}


class Reader(yaml.SafeLoader):
    """Takes secrets and code as words."""


for tag in ("!secret", "!lambda"):
    Reader.add_constructor(tag, lambda _reader, node, tag=tag: f"{tag} {node.value}")


@pytest.fixture
def office(tmp_path):
    (tmp_path / "office").mkdir()
    shutil.copy(HERE / "site.toml", tmp_path / "office" / "site.toml")
    return tmp_path / "office"


def run(*words):
    return main(["--language", "en", "esphome", *map(str, words)])


def test_it_writes_what_esphome_has_accepted(office, tmp_path, capsys):
    to = tmp_path / "yaml"
    assert run("--office", office, "--all", "--to", to) == 0
    assert "power cut" in capsys.readouterr().out
    assert {one.stem for one in ACCEPTED} == set(ROLES)
    for one in ACCEPTED:
        assert (to / one.name).read_text("utf-8") == one.read_text("utf-8"), f"make esphome; then copy {one.name} here"
    secrets = yaml.safe_load((to / "secrets.yaml").read_text("utf-8"))
    assert stat.S_IMODE((to / "secrets.yaml").stat().st_mode) == 0o600
    assert secrets["wifi_password"] == "a long password"
    assert "BEGIN CERTIFICATE" in secrets["ca"]
    written = "".join(one.read_text("utf-8") for one in ACCEPTED)
    assert not [word for word in secrets.values() if word in written]
    named = {f"!secret {name}" for name in secrets}
    assert all(part in named for part in _words(yaml.load(written.replace("\n# ", "\n#"), Reader)) if "!secret" in part)


def _words(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [word for one in value for word in _words(one)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("file", ACCEPTED, ids=lambda file: file.stem)
def test_it_says_and_hears_what_the_brokers_allow(file):
    told = yaml.load(file.read_text("utf-8"), Reader)
    allowed = grants(SiteId("hall"), ROLES[file.stem], DeviceId(file.stem), CounterId(5))
    mqtt = told["mqtt"]
    for which in ("birth_message", "will_message", "shutdown_message"):
        said = mqtt[which]
        assert said["topic"] in allowed.publish
        assert said["retain"]
        assert decode_notice(said["payload"].encode()) == Presence(file.stem, online=which == "birth_message")
    for heard in mqtt["on_json_message"]:
        assert any(covers(one, heard["topic"]) for one in allowed.subscribe), heard["topic"]
    published = [word for word in _words(told) if ".publish(" in word]
    assert bool(published) is (ROLES[file.stem] is not Role.COUNTER_BOARD)
    assert all(f'"motcua/hall/command/{file.stem}"' in word for word in published)


def test_one_device_keeps_the_secrets_of_the_others(office, tmp_path, capsys):
    to = tmp_path / "yaml"
    assert run("pad-5", "--office", office, "--to", to) == 0
    assert run("so-5", "--office", office, "--to", to) == 0
    secrets = yaml.safe_load((to / "secrets.yaml").read_text("utf-8"))
    assert {"pad-5_password", "so-5_password"} <= set(secrets)
    assert run("--office", office, "--to", to) == 1
    assert run("pat-5", "--office", office, "--to", to) == 1
    assert "pad-5" in capsys.readouterr().err
