"""Kiosks get a key to seal numbers of phones with only where the office tells phones anything, and the controller can make the same one."""

from dataclasses import replace

from contract.controller_profile import ControllerProfile
from contract.phone_messages import Gateway, Messages
from contract.profile import KioskProfile, read_profile
from contract.sealed_phone import kiosk_key
from firmware_config.provision import provision
from tests.office import KIOSK, small_site

ON = Messages(Gateway.SMS, "http://gateway.invalid")


def test_keys_come_and_go_with_the_messages(tmp_path):
    folder = tmp_path / "office"
    for messages in (Messages(), ON, ON, Messages()):
        provision(replace(small_site(), messages=messages), folder, tmp_path / "var")
        controller = read_profile(folder / "controller" / "profile.json", ControllerProfile)
        kiosk = read_profile(folder / KIOSK / "profile.json", KioskProfile)
        assert kiosk.phone_key == (kiosk_key(controller.secret, KIOSK) if messages.on else "")
        assert controller.secret not in kiosk.phone_key
