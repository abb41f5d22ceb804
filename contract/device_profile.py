"""What a site file gives to each of its devices; provisioning writes it, and the controller tells it again over the air."""

from typing import Final

from contract.profile import (
    Account,
    BoardProfile,
    KeypadProfile,
    KioskProfile,
    PadProfile,
    RatingProfile,
    Screen,
    SpeakerProfile,
)
from contract.settings import DeviceProfile
from contract.site import Device, Site
from contract.topics import Role

_EVERYWHERE: Final = ("0.0.0.0", "::")  # noqa: S104 (recognised, not bound)


def device_profile(site: Site, device: Device, account: Account, state: str, phone_key: str) -> DeviceProfile:  # noqa: PLR0911 (one a role)
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
    if device.role is Role.KEYPAD and device.counter is not None:
        return KeypadProfile(account, device.counter)
    if device.role is Role.PAD and device.counter is not None:
        return PadProfile(account, device.counter)
    if device.role is Role.HALL_BOARD:
        return BoardProfile(account, screen, zone=device.zone, shows=site.board, state=state)
    return BoardProfile(account, screen, device.counter, web=pages_address(site), state=state)


def pages_address(site: Site) -> str:
    """The pages as devices in the office reach them; those that are served everywhere, beside the broker that devices know."""
    everywhere = site.web.host in _EVERYWHERE
    if everywhere and site.web.address:
        return site.web.address.rstrip("/")
    host = site.broker.host if everywhere else site.web.host
    return f"http://[{host}]:{site.web.port}" if ":" in host else f"http://{host}:{site.web.port}"
