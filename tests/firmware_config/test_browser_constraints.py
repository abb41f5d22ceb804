"""An officer's browser that trusts the office's authority as a root: what it opens of those who have taken the authority's key."""

import os
import subprocess

import pytest
from cryptography import x509

from demo.browser import QUIET, chromium
from demo.child import tied
from firmware_config import authority
from tests.firmware_config.stolen_authority import OPENED, PUBLIC, Thief, served

OWN = ("may-chu.lan", "192.168.1.10", *PUBLIC)
OTHERS = ("bank.example", "203.0.113.8")
SECONDS = 120


class Officer:
    """A computer on which the authority was installed, as Chromium on Linux has it: in the user's own store of NSS."""

    def __init__(self, folder):
        self.folder = folder
        self.office = Thief(folder)
        store = folder / ".pki" / "nssdb"
        store.mkdir(parents=True)
        for words in (("-N", "--empty-password"), ("-A", "-t", "C,,", "-n", "office", "-i", self.office.ca)):
            subprocess.run(["certutil", "-d", f"sql:{store}", *words], check=True, timeout=SECONDS)

    def opens(self, host):
        """Whether a page of a server is shown that has a certificate for ``host``, signed by whoever took the key."""
        with served(self.office.sign(host)) as port:
            done = subprocess.run(
                tied([
                    chromium(), *QUIET, f"--user-data-dir={self.folder / host}", "--no-proxy-server",
                    f"--host-resolver-rules=MAP * 127.0.0.1:{port}", "--enable-logging=stderr", "--dump-dom", f"https://{host}/",
                ]),
                env={**os.environ, "HOME": str(self.folder)}, capture_output=True, text=True, timeout=SECONDS, check=False,
            )  # fmt: skip
        assert (OPENED in done.stdout) != ("ERR_CERT_INVALID" in done.stderr), done.stderr[-2000:]
        return OPENED in done.stdout


@pytest.fixture(scope="module")
def officer(tmp_path_factory):
    return Officer(tmp_path_factory.mktemp("officer"))


@pytest.mark.parametrize("host", OWN)
def test_a_browser_opens_the_offices_own_pages(officer, host):
    assert officer.opens(host)


@pytest.mark.parametrize("host", OTHERS)
def test_a_browser_opens_nobody_elses_with_the_stolen_key(officer, host):
    assert not officer.opens(host)


def test_it_is_the_constraints_that_keep_the_browser(tmp_path, monkeypatch):
    """The same theft from an authority of before."""
    of_no_meaning = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4.5.6.7"), b"\x05\x00")
    monkeypatch.setattr(authority, "name_constraints", lambda _hosts: of_no_meaning)
    assert Officer(tmp_path).opens(OTHERS[0])
