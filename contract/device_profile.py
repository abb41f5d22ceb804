"""What a site file gives to each of its devices; provisioning writes it, and the controller tells it again over the air."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from contract.ids import CounterId
from contract.language import load_texts
from contract.notices import CounterStatus
from contract.office_names import EVERYWHERE
from contract.profile import (
    Account,
    BoardProfile,
    KeypadProfile,
    KioskProfile,
    NumberBoardProfile,
    PadProfile,
    RatingProfile,
    Screen,
    SpeakerProfile,
)
from contract.settings import DeviceProfile
from contract.site import Device, Site
from contract.small_device import is_small, pins
from contract.topics import Role

_TEXTS: Final = Path(__file__).parent / "texts"


def device_profile(site: Site, device: Device, account: Account, state: str, phone_key: str) -> DeviceProfile:
    """The profile of one device. ``state`` is its folder on its machine, ``phone_key`` what a kiosk seals telephones with."""
    screen = Screen(device.screen, device.screen_mm, device.screen_bottom_mm)
    if device.role is Role.KIOSK:
        return KioskProfile(
            account,
            screen,
            state,
            device.printer,
            device.paper_mm,
            device.printer_model,
            device.test_print,
            device.camera,
            file_code=site.file_code,
            web=pages_address(site),
            speech=device.speech,
            zero_tens=site.calling.zero_tens,
            pin=device.pin,
            phone_key=phone_key if site.messages.on else "",
        )
    if device.role is Role.RATING and device.counter is not None:
        return RatingProfile(account, screen, device.counter, state)
    if device.role is Role.SPEAKER:
        return SpeakerProfile(
            account,
            site.calling,
            device.sink,
            device.zone,
            site.announcing,
            device.loudspeaker,
            voices=device.voices or site.voices,
            state=state,
        )
    if device.counter is not None and is_small(device.role, device.hardware):
        return _small(site, device, account, device.counter)
    if device.role is Role.HALL_BOARD:
        return BoardProfile(account, screen, zone=device.zone, shows=site.board, state=state)
    return BoardProfile(account, screen, device.counter, web=pages_address(site), state=state)


def _small(
    site: Site, device: Device, account: Account, counter: CounterId
) -> KeypadProfile | PadProfile | NumberBoardProfile:
    wired = replace(device.hardware, pins=pins(device.role, device.hardware))
    if device.role is Role.KEYPAD:
        return KeypadProfile(account, counter, wired, site.wifi)
    if device.role is Role.PAD:
        return PadProfile(account, counter, wired, site.wifi)
    texts = load_texts(_TEXTS, "vi")
    words = {CounterStatus.PAUSED: texts["number_board.paused"], CounterStatus.CLOSED: texts["number_board.closed"]}
    return NumberBoardProfile(account, counter, wired, site.wifi, {str(status): word for status, word in words.items()})


def pages_address(site: Site) -> str:
    """The pages as devices in the office reach them; those that are served everywhere, beside the broker that devices know."""
    if site.web.host in EVERYWHERE and site.web.address:
        return site.web.address.rstrip("/")
    return plain_address(site)


def plain_address(site: Site) -> str:
    """The controller's own, over plain http, whatever stands before it."""
    host = site.broker.host if site.web.host in EVERYWHERE else site.web.host
    return f"http://[{host}]:{site.web.port}" if ":" in host else f"http://{host}:{site.web.port}"
