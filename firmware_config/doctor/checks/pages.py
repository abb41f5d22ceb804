"""The controller's pages over https, on its own machine: as a browser finds them."""

import time
from collections.abc import Iterator
from typing import Final

from contract.controller_profile import ControllerProfile
from contract.errors import ProfileError
from firmware_config.doctor.adapters.deadline import TooLateError
from firmware_config.doctor.adapters.tls_greeting import DistrustedError, NoGreetingError, greet
from firmware_config.doctor.finding import Area, Finding, Told
from firmware_config.doctor.patient import Patient

AREAS: Final = (Area.CONTROLLER,)
_PATIENCE_S: Final = 2.0
_EVERYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (asked here)


def look(patient: Patient, until: float) -> Iterator[Told]:
    """Where the site has them so."""
    for device, profile in patient.of(ControllerProfile):
        web = profile.site.web
        if not web.https_port:
            continue
        yield Area.CONTROLLER
        host = _EVERYWHERE.get(web.host, web.host)
        values = {"host": host, "port": web.https_port}
        try:
            greet(host, web.https_port, profile.authority, min(until, time.monotonic() + _PATIENCE_S))
        except (NoGreetingError, TooLateError):
            yield Finding("pages_no_https", values, device.name)
        except DistrustedError as fault:
            yield Finding("pages_distrusted", {**values, "words": fault}, device.name)
        except ProfileError:
            yield Finding("certificate_missing", {"ca": profile.authority, "file": profile.authority}, device.name)
