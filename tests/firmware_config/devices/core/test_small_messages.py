"""Messages of the small devices: the controller's codec reads what they write, and nothing that arrives throws them over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.codec import decode_notice, decode_request, encode_notice
from contract.commands import RateVisit, Score
from contract.notices import Presence, RatingInvitation
from firmware_config.devices.core import messages

INVITATION = RatingInvitation(5, "2026-11-23-B012", None, "mark")


def test_both_sides_understand_each_other():
    body = {"visit": "v", "score": "satisfied", "scale": 3, "mark": "m", "after_s": 4.2}
    asked = decode_request(messages.command("RateVisit", "a" * 24, body))
    assert asked.command == RateVisit("v", Score.SATISFIED, scale=3, mark="m", after_s=4.2)
    assert asked.id == "a" * 24
    assert decode_notice(messages.notice("Presence", {"device": "pad-5", "online": True})) == Presence("pad-5", True)
    kind, body = messages.read(encode_notice(INVITATION))
    assert (kind, body["visit"], body["until"]) == ("RatingInvitation", "2026-11-23-B012", None)


@pytest.mark.parametrize(
    "payload",
    [b"", b"{", b"\xff\xfe", b"null", b"[]", b"7", b'"x"', b"[" * 100_000, b"{}", b'{"schema":2,"type":"A","body":{}}',
     b'{"schema":1,"type":7,"body":{}}', b'{"schema":1,"type":"A","body":[]}', b'{"schema":1,"type":"A"}'],
)  # fmt: skip
def test_what_is_no_message_is_none(payload):
    assert messages.read(payload) == ("", {})


@given(st.binary() | st.text().map(str.encode))
def test_nothing_that_arrives_is_a_fault(payload):
    kind, body = messages.read(payload)
    assert isinstance(kind, str)
    assert isinstance(body, dict)


def test_values_of_another_kind_are_not_there():
    body = {"a": 1, "b": "x", "c": {"d": 1}, "e": True, "f": None}
    assert (messages.words(body, "a"), messages.words(body, "b"), messages.words(body, "no")) == ("", "x", "")
    assert (messages.whole(body, "a", 9), messages.whole(body, "e", 9), messages.whole(body, "f", 9)) == (1, 9, 9)
    assert (messages.table(body, "c"), messages.table(body, "b")) == ({"d": 1}, {})
