"""What Home Assistant is told: entities by the documented keys, and states without anybody's name."""

from datetime import UTC, datetime

from contract.home_assistant import HomeAssistant
from contract.ids import CounterId, DeviceId, FieldId, SiteId, VisitId
from contract.notices import Board, Call, CounterState, FieldState
from contract.site import Counter, Device, Field, Site
from contract.topics import Role
from controller.core.home_assistant import counter, discovery, waiting

LAND, FIVE = FieldId("dat-dai"), CounterId(5)
SITE = Site(
    SiteId("hall"),
    "Một cửa",
    (Field(LAND, "Đất đai", "B"),),
    (Counter(FIVE, (LAND,)),),
    (Device(DeviceId("pad-5"), Role.PAD, FIVE),),
    home_assistant=HomeAssistant(on=True, prefix="ha"),
)
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
CALL = Call(VisitId("2026-11-23-B012"), "B012", LAND, FIVE, AT, 1)


def test_every_entity_is_found():
    found = dict(discovery(SITE))
    assert list(found) == [
        "ha/binary_sensor/motcua-hall/device-controller/config",
        "ha/binary_sensor/motcua-hall/device-pad-5/config",
        "ha/sensor/motcua-hall/waiting-dat-dai/config",
        "ha/sensor/motcua-hall/counter-5-number/config",
        "ha/sensor/motcua-hall/counter-5-status/config",
        "ha/sensor/motcua-hall/counter-5-waiting/config",
    ]
    pad = found["ha/binary_sensor/motcua-hall/device-pad-5/config"]
    assert (pad["state_topic"], pad["device_class"]) == ("motcua/hall/presence/pad-5", "connectivity")
    assert "availability_topic" not in pad
    line = found["ha/sensor/motcua-hall/waiting-dat-dai/config"]
    assert line["value_template"] == "{{ value_json['dat-dai'] }}"
    assert line["availability_topic"] == "motcua/hall/presence/controller"


def test_states_have_no_name_and_no_visit():
    called = CounterState(7, FIVE, CALL, waiting=4, officer="Lan", photo="lan.jpg")
    assert counter(called) == {"number": "B012", "status": "open", "waiting": 4}
    assert counter(CounterState(7, FIVE, None))["number"] == ""
    assert waiting(Board(7, AT, (CALL,), (FieldState(LAND, 4),))) == {"dat-dai": 4}
