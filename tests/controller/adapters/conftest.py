"""One WireMock for all that is asked over HTTP: it takes seconds to start."""

import pytest

from tests.wiremock.wiremock_server import Certificates, WireMock


@pytest.fixture(scope="session")
def certificates(tmp_path_factory):
    return Certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="session")
def running(certificates):
    with WireMock(certificates) as wiremock:
        yield wiremock
