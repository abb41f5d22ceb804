"""The full hall over both schemes, with a certificate of the office's own authority; and what a client is shown at its door."""

import json
import socket
from dataclasses import replace

import requests

from contract.request_ids import new_request_id
from contract.site import Web
from contract.trust import trusting
from controller.adapters.pages_certificate import PagesCertificate
from controller.web.server import WebServer
from demo.brokers import free_port
from tests.controller.web.full_hall import FullHall
from tests.office import FIVE, LAN, PASSWORD

DEADLINE_S = 30
HOSTS = ("127.0.0.1", "localhost")
ELSEWHERE = {"X-Forwarded-For": "192.0.2.7"}
"""As our proxy says of a computer on the office's network; what comes from this machine itself is on no cable."""


class SecureHall(FullHall):
    """Everything is on, over both schemes, with a certificate of the office's own authority."""

    def prepare(self):
        self.site = replace(self.site, web=Web(port=0, https_port=free_port(), proxy="127.0.0.1"))
        return self

    def serving(self):
        self.sign("pages")
        self.certificate = PagesCertificate(*self.files)
        self.verify, self.tls = str(self.ca), trusting(str(self.ca))
        return WebServer(self.app, self.site.web, context=self.certificate.context)

    @property
    def files(self):
        return str(self.folder / "pages.pem"), str(self.folder / "pages.key")

    def sign(self, name, hosts=HOSTS):
        """By another name: another certificate."""
        certified = self.authority.server(name, hosts)
        (self.folder / "pages.key").write_bytes(certified.key)
        (self.folder / "pages.pem").write_bytes(certified.certificate)

    @property
    def port(self):
        return self.site.web.https_port

    @property
    def at(self):
        return f"https://127.0.0.1:{self.port}"

    def held(self, who):
        return {f"__Host-{name}": value for name, value in super().held(who).items()}

    def fresh(self, who):
        return {f"__Host-{name}": value for name, value in super().fresh(who).items()}

    def ask(self, method, path, cookies=None, **headers):
        """Over plain http, as a browser on another computer does."""
        sent = {**ELSEWHERE, "Origin": self.full.address, "Content-Type": "application/json", **headers}
        data = json.dumps({"request": new_request_id()}) if method == "POST" else None
        return requests.request(
            method, self.full.address + path, headers=sent, cookies=cookies, timeout=DEADLINE_S, data=data,
            allow_redirects=False,
        )  # fmt: skip

    def signed_in(self, officer=LAN, counter=FIVE):
        """A browser that trusts the office, and the answer that gave it its cookies."""
        browser = requests.Session()
        browser.trust_env = False
        browser.verify = self.verify
        browser.headers["Origin"] = self.at
        body = {"request": new_request_id(), "officer": officer, "password": PASSWORD, "counter": counter}
        answer = browser.post(f"{self.at}/sign-in", json=body, timeout=DEADLINE_S)
        assert answer.json()["accepted"], answer.text
        return browser, answer


def shown(hall, ca=None, name="127.0.0.1"):
    """The certificate that a client is shown who trusts ``ca``, DER; raises ssl.SSLError."""
    context = trusting(str(ca or hall.ca))
    with (
        socket.create_connection(("127.0.0.1", hall.port), DEADLINE_S) as plain,
        context.wrap_socket(plain, server_hostname=name) as line,
    ):
        assert line.version() in {"TLSv1.2", "TLSv1.3"}
        return line.getpeercert(binary_form=True)
