"""A real mosquitto with the files that a machine is given, and links over TLS through it."""

import dataclasses
import getpass
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from contract.ids import DeviceId
from contract.link import Link
from contract.profile import Account, read_account
from contract.site import Site
from demo.brokers import free_port
from demo.child import tied
from demo.screen import wait_for
from firmware_config.appliance import trees
from firmware_config.keep import Keep
from firmware_config.site_file import read_site
from tests.firmware_config.appliance.grand_office import DEMO

SECONDS = 10


def office() -> Site:
    """One machine, two devices, mosquitto with TLS."""
    site = read_site(DEMO)
    broker = dataclasses.replace(site.broker, kind="mosquitto", port=free_port(), tls=True)
    devices = tuple(one for one in site.devices if one.id in {"kiosk-1", "kiosk-2"})
    return dataclasses.replace(site, broker=broker, devices=devices)


def installed(site: Site, keep: Keep, root: Path) -> None:
    """Every file below ``root``, where texts name it too; the broker's user is whoever runs the test."""
    for one in trees(site, keep)["local"]:
        path = root / one.path.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        here = one.content.replace(b"/etc/motcua/", f"{root}/etc/motcua/".encode())
        path.write_bytes(here.replace(b"user mosquitto\n", f"user {getpass.getuser()}\n".encode()))
        path.chmod(one.mode)


class Standing:
    """A mosquitto as its unit starts it."""

    def __init__(self, root: Path, port: int) -> None:
        self.root = root
        unit = (root / "etc/systemd/system/mosquitto.service").read_text()
        command = next(line for line in unit.splitlines() if line.startswith("ExecStart=")).partition("=")[2].split()
        self.log = root / "log"
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(tied(command), stdout=out, stderr=out)

        def answers() -> bool | None:
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", port)) == 0 or None

        wait_for(answers, SECONDS, "mosquitto does not start")

    def account(self, device: str) -> Account:
        return read_account(self.root / "etc/motcua" / device / "profile.json")


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    root, site = tmp_path_factory.mktemp("machine"), office()
    keep = Keep(root / "keep")
    installed(site, keep, root)
    one = Standing(root, site.broker.port)
    yield one
    one.process.terminate()
    one.process.wait(SECONDS)


def test_it_takes_every_line_of_its_configuration(standing: Standing) -> None:
    assert standing.process.poll() is None
    said = [
        line for line in standing.log.read_text().splitlines() if "as root" not in line
    ]  # the unit starts it as mosquitto
    assert said == []


def test_a_kiosk_comes_in_by_its_profile_and_says_what_it_may(standing: Standing) -> None:
    heard: list[tuple[str, bytes]] = []
    controller, kiosk = Link(standing.account("controller")), Link(standing.account("kiosk-1"))
    controller.listen("motcua/thu-dau-mot/command/+", lambda topic, payload: heard.append((topic, payload)))
    for one in (controller, kiosk):
        one.start()
        assert one.wait_up(SECONDS)
    kiosk.publish("motcua/thu-dau-mot/command/kiosk-2", b"forged")
    kiosk.publish("motcua/thu-dau-mot/command/kiosk-1", b"own")
    wait_for(lambda: heard or None, SECONDS, "nothing came")
    assert heard == [("motcua/thu-dau-mot/command/kiosk-1", b"own")]
    for one in (controller, kiosk):
        one.stop()


def test_nobody_comes_in_with_another_password(standing: Standing) -> None:
    other = dataclasses.replace(standing.account("kiosk-1"), device=DeviceId("kiosk-2"))
    link = Link(other)
    link.start()
    assert not link.wait_up(1)
    link.stop()
