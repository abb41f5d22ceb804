"""A port of the pages that another program has: only its pages are shut, it is told once, and they open when the port is free."""

import logging
import socket
from contextlib import closing
from datetime import UTC, datetime

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from contract.mishaps import Mishaps
from contract.site import Web
from controller.adapters.pages_certificate import PagesCertificate
from controller.web.door_keeper import DoorKeeper
from controller.web.server import WebServer
from demo.brokers import free_port
from demo.screen import wait_for
from firmware_config.authority import Authority

DEADLINE_S = 30
LOG = "controller.web.server"


class Pages:
    """One page over both schemes, as far as nothing keeps them."""

    def __init__(self, folder):
        authority = Authority(folder / "authority", "thu", datetime.now(UTC))
        authority.prepare()
        certified = authority.server("pages", ("127.0.0.1",))
        self.ca = folder / "ca.pem"
        self.ca.write_bytes(authority.trusted())
        certificate, key = folder / "pages.pem", folder / "pages.key"
        certificate.write_bytes(certified.certificate)
        key.write_bytes(certified.key)
        self.ports = {"http": free_port(), "https": free_port()}
        self.file = certificate
        self.app = app = Starlette(routes=[Route("/", lambda _: PlainTextResponse("here"))])
        self.web = web = Web(port=self.ports["http"], https_port=self.ports["https"])
        self.certificate = PagesCertificate(str(certificate), str(key))
        self.server = WebServer(app, web, context=self.certificate.context)

    def taken(self, scheme):
        """By another program, at which nobody answers."""
        other = socket.socket()
        other.bind(("127.0.0.1", self.ports[scheme]))
        return closing(other)

    @property
    def answering(self):
        return {scheme: self._answers(f"{scheme}://127.0.0.1:{port}/") for scheme, port in self.ports.items()}

    def _answers(self, address):
        try:
            return requests.get(address, verify=str(self.ca), timeout=DEADLINE_S).text == "here"
        except requests.ConnectionError:  # SSLError is one
            return False


@pytest.fixture
def pages(tmp_path):
    pages = Pages(tmp_path)
    yield pages
    pages.server.stop()


@pytest.mark.parametrize(
    ("scheme", "whose"), [("https", "OFFICERS CANNOT OPEN THEIR PAGES"), ("http", "PHONES CANNOT OPEN THEIR PAGES")]
)
def test_a_port_that_is_taken_shuts_its_own_pages_until_it_is_free(pages, caplog, scheme, whose):
    other = {"http": "https", "https": "http"}[scheme]
    with pages.taken(scheme):
        pages.server.start()
        assert pages.answering == pages.server.doors == {scheme: False, other: True}
        assert not pages.server.look()
        (told,) = [one for one in caplog.records if one.name == LOG]
        assert told.levelno == logging.ERROR, "the fleet shows it as the controller's latest"
        assert whose in told.getMessage()
        assert f"127.0.0.1:{pages.ports[scheme]}" in told.getMessage()
    assert pages.server.look()
    assert pages.answering == pages.server.doors == {"http": True, "https": True}
    assert "open" in caplog.records[-1].getMessage()
    assert not pages.server.look()


def test_the_address_is_told_when_the_plain_port_is_had(pages):
    with pages.taken("http"):
        pages.server.start()
        assert pages.server.address == ""
    pages.server.look()
    assert pages.server.address == f"http://127.0.0.1:{pages.ports['http']}"


def test_the_keeper_opens_what_became_free_and_tells_the_address(pages):
    told = []
    keeper = DoorKeeper(pages.server, pages.certificate, told.append)
    with pages.taken("http"):
        pages.server.start()
        keeper.start()
        assert told == []
    wait_for(lambda: told or None, DEADLINE_S, "the port is free, and nobody takes it")
    keeper.stop()
    assert told == [pages.server.address]
    assert pages.answering == {"http": True, "https": True}


def test_the_keeper_takes_a_certificate_that_was_mended(pages):
    """Also for a controller that stands still, whose pages say so."""
    whole = pages.file.read_bytes()
    pages.file.write_bytes(b"worn")
    broken = PagesCertificate(str(pages.file), str(pages.file.with_suffix(".key")))
    pages.server = WebServer(pages.app, pages.web, context=broken.context)
    pages.server.start()
    keeper = DoorKeeper(pages.server, broken)
    keeper.start()
    assert pages.answering == {"http": True, "https": False}
    pages.file.write_bytes(whole)
    wait_for(lambda: pages.answering["https"] or None, DEADLINE_S, "the certificate is whole, and nobody takes it")
    keeper.stop()


def test_pages_that_are_closed_open_no_port_any_more(pages):
    """A look that was under way takes nothing with it that nobody serves."""
    with pages.taken("https"):
        pages.server.start()
        pages.server.stop()
    assert not pages.server.look()
    with pages.taken("https"), pages.taken("http"):
        pass
    assert pages.answering == {"http": False, "https": False}


def test_an_address_that_the_machine_has_not_got_yet_is_no_end_either(caplog):
    """A cable that is plugged in after the machine was switched on."""
    server = WebServer(Starlette(), Web(host="192.0.2.7", port=0))
    server.start()
    try:
        assert server.doors == {"http": False}
        assert "NOBODY CAN OPEN THE PAGES" in caplog.text
    finally:
        server.stop()


def test_figures_and_the_fleet_tell_it(hall):
    hall.start()
    fleet, mishaps = hall.service.fleet, Mishaps()

    def figures():
        found = {one.name: one for one in text_string_to_metric_families(hall.get("/metrics").text)}
        return {one.labels["scheme"]: one.value for one in found["motcua_pages_up"].samples}

    assert figures() == {}
    second = WebServer(Starlette(), Web(port=int(hall.address.rpartition(":")[2])))
    logging.getLogger().addHandler(mishaps)
    try:
        second.start()
        fleet.pages = lambda: second.doors
        assert figures() == {"http": 0}
        assert fleet.heart().pages == {"http": False}
        assert mishaps.latest.code.startswith(LOG)
        fleet.pages = lambda: hall.web.doors
        assert figures() == {"http": 1}
    finally:
        logging.getLogger().removeHandler(mishaps)
        second.stop()
