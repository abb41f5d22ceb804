"""What the journal hears of devices: changes, once a day everybody, and not without end."""

from contract.ids import DeviceId
from contract.notices import Camera, Presence, Printer
from contract.site import Device
from contract.topics import Role
from controller.core.events import DeviceChanged
from controller.presences import MOST, Presences
from tests.office import KIOSK, PAD

HALL = DeviceId("speaker-1")
DEVICES = (Device(KIOSK, Role.KIOSK), Device(PAD, Role.KEYPAD), Device(HALL, Role.SPEAKER))
UP = Presence(KIOSK, online=True, printer=Printer.READY, camera=Camera.READY)
LOST = Presence(KIOSK, online=False)


def hear(presences, *heard):
    told = []
    for presence in heard:
        events = presences.heard(presence)
        presences.noted(events)
        told += events
    return told


def test_only_what_changes_is_told():
    told = hear(Presences(DEVICES[:1]), UP, UP, LOST, LOST, UP)
    assert [event.online for event in told] == [True, False, True]
    assert told[0] == DeviceChanged(KIOSK, online=True, printer=Printer.READY, camera=Camera.READY)


def test_what_could_not_be_journalled_is_told_again():
    presences = Presences(DEVICES[:1])
    assert presences.heard(UP) == presences.heard(UP) != ()


def test_strangers_are_not_told():
    assert hear(Presences(DEVICES[:1]), Presence(PAD, online=True)) == []


def test_a_new_day_hears_how_everybody_is_though_a_loose_plug_was_no_longer_told():
    presences = Presences(DEVICES)
    assert len(hear(presences, *[UP, LOST] * MOST, UP)) == MOST
    hear(presences, Presence(PAD, online=False))
    morning = presences.new_day()
    assert [(event.device, event.online) for event in morning] == [(KIOSK, True), (PAD, False)]
    presences.noted(morning)
    assert len(hear(presences, LOST)) == 1


def test_a_loudspeaker_is_back_once_after_it_or_the_link_was_away():
    presences = Presences(DEVICES)
    up, down = Presence(HALL, online=True), Presence(HALL, online=False)
    assert [presences.is_loudspeaker_back(one) for one in (up, up, down, up)] == [True, False, False, True]
    presences.link_is_new()
    assert [presences.is_loudspeaker_back(one) for one in (up, up, UP)] == [True, False, False]
