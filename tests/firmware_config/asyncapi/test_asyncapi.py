"""The AsyncAPI document: judged by the initiative's own parser, true to the contract in every example and every right."""

import copy
import json
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from contract.codec import decode_notice, decode_request, to_plain
from contract.commands import Score
from contract.ids import CounterId, DeviceId, SiteId
from contract.topics import CONTROLLER, Role, covers, grants
from firmware_config.asyncapi import examples
from firmware_config.asyncapi.document import encoded
from firmware_config.asyncapi.schemas import COMMANDS, KINDS
from firmware_config.asyncapi.yaml_text import read_yaml

ROOT = Path(__file__).parents[3]
FILE = ROOT / "docs" / "reference" / "asyncapi.yaml"
PARSER = ROOT / ".venv" / "asyncapi"
"""Installed by ``make test``."""
AT_COUNTER = (Role.RATING, Role.COUNTER_BOARD, Role.KEYPAD, Role.PAD)


@pytest.fixture(scope="module")
def document():
    return read_yaml(FILE.read_text("utf-8"))


def judged(*files):
    check = ROOT / "tests" / "asyncapi" / "check.mjs"
    told = subprocess.run(["node", check, PARSER, *files], capture_output=True, text=True, timeout=120, check=True)
    return json.loads(told.stdout)


def test_the_initiatives_own_parser_takes_it_and_finds_a_fault_where_there_is_one(document, tmp_path):
    broken = copy.deepcopy(document)
    broken["operations"]["pad-sends-command"]["action"] = "shout"
    (tmp_path / "broken.yaml").write_text(json.dumps(broken), "utf-8")
    verdict, other = judged(FILE, tmp_path / "broken.yaml")
    assert verdict["faults"] == []
    assert dict(verdict["operations"]) == {name: one["action"] for name, one in document["operations"].items()}
    assert any("pad-sends-command" in fault for fault in other["faults"])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_example_is_a_real_encoding_that_its_schema_takes(document, kind):
    shown = document["components"]["messages"][kind.__name__]
    (example,) = [one["payload"] for one in shown["examples"]]
    assert example == json.loads(encoded(kind))
    payload = json.dumps(example).encode()
    if kind in COMMANDS:
        assert decode_request(payload).command in examples.COMMANDS
    else:
        assert decode_notice(payload) in examples.NOTICES
    schema = {**shown["payload"], "components": document["components"]}
    assert not list(Draft202012Validator(schema).iter_errors(example))
    for key in shown["payload"]["required"]:
        less = {one: value for one, value in example.items() if one != key}
        assert list(Draft202012Validator(schema).iter_errors(less)), key
    other = {**example, "body": "wonderful"}
    assert list(Draft202012Validator(schema).iter_errors(other))


def test_operations_are_what_the_brokers_allow(document):
    """Every operation's topic is granted, and every grant is an operation, for each role at counter 5."""
    for role in Role:
        device = CONTROLLER if role is Role.CONTROLLER else DeviceId("d")
        allowed = grants(SiteId("s"), role, device, CounterId(5) if role in AT_COUNTER else None)
        for action, filters in (("send", allowed.publish), ("receive", allowed.subscribe)):
            topics = [topic(document, one, device) for one in of_role(document, role, action)]
            assert all(any(covers(one, place) for one in filters) for place in topics), role
            assert all(any(covers(one, place) for place in topics) for one in filters), role


def of_role(document, role, action):
    mine = (one for one in document["operations"].values() if one["tags"] == [{"name": str(role)}])
    return [one for one in mine if one["action"] == action]


def topic(document, operation, device):
    address = document["channels"][operation["channel"]["$ref"].rpartition("/")[2]]["address"]
    return address.format(site="s", device=device, counter=5, zone="z")


def test_words_keep_their_order_and_meanings(document):
    schemas = document["components"]["schemas"]
    assert schemas["Score"]["enum"] == [str(one) for one in Score]
    assert "- `expired`: Its time had passed." in schemas["Unspoken"]["description"]
    assert schemas["Pulse"]["properties"]["at"]["format"] == "date-time"
    assert to_plain(examples.NOTICES[0])["number"] == "B012"
    everything = FILE.read_text("utf-8")
    assert "``" not in everything
    assert all(one.get("description") for one in schemas.values())
