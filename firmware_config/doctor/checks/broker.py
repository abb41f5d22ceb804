"""The broker as this machine reaches it, and what is heard there: passwords, the controller, its clock, the way to it."""

import statistics
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from contract.doctor import DOCTOR, DoctorProfile, doctor_grants
from contract.topics import CONTROLLER, Role, Topics
from firmware_config.doctor.adapters.mqtt_line import Address, LineError, MqttLine, connected
from firmware_config.doctor.adapters.proc_sockets import connections
from firmware_config.doctor.checks.account import ABOUT_ACCOUNTS, account_findings
from firmware_config.doctor.checks.certificates import EXPIRES_SOON
from firmware_config.doctor.checks.clock import clock_findings
from firmware_config.doctor.checks.health import health_findings
from firmware_config.doctor.checks.hearing import Heard, listen
from firmware_config.doctor.finding import Area, Finding, Told
from firmware_config.doctor.patient import Device, Patient

AREAS: Final = (
    Area.BROKER,
    Area.CERTIFICATES,
    Area.CONTROLLER,
    Area.CLOCK,
    Area.NETWORK,
    Area.VERSIONS,
    Area.PRINTER,
    Area.CAMERA,
)
_SLOW_S: Final = 0.15
"""A tap waits for two of these before a number stands on the screen."""
_LATE_S: Final = 0.18
"""TCP sends again what was lost after 200 ms (RFC 6298); an answer that is so much later than the others was lost once."""
_LATE_SHARE: Final = 0.1
_ACCOUNTS_S: Final = 1.0
"""Left for the accounts of devices that are not there."""
_FIGHTS: Final = 5
"""Words of one device within a few seconds: one that is started anew has three."""


def look(patient: Patient, until: float) -> Iterator[Told]:
    """Broker by broker, which is one but on a machine whose profiles are of different days."""
    for address in dict.fromkeys(_addresses(patient)):
        if address.ca:
            yield Area.CERTIFICATES
        here = [device for device in patient.devices if _address(device.account) == address]
        yield from _look(address, here, patient, until)


def _addresses(patient: Patient) -> Iterator[Address]:
    if patient.doctor:
        yield _address(patient.doctor)
    for device in patient.devices:
        yield _address(device.account)
    if patient.site and not patient.devices and not patient.doctor:
        yield Address(patient.site.broker.host, patient.site.broker.port)


def _address(account: object) -> Address:
    """Of an account or of the doctor's profile, which name it alike."""
    return Address(getattr(account, "host", ""), getattr(account, "port", 0), getattr(account, "ca", ""))


def _look(address: Address, devices: Sequence[Device], patient: Patient, until: float) -> Iterator[Told]:
    values = {"host": address.host, "port": address.port, "ca": address.ca}
    try:
        ear = _ear(address, devices, patient, until)
        if ear and patient.doctor:
            yield from _as_doctor(ear, address, patient.doctor, devices, patient, until)
        elif devices and not _in_use(address, patient):
            yield from _as_device(address, devices, until)
        else:
            connected(address, until).close()
            yield Finding("broker_no_account" if patient.devices else "broker_not_asked", values)
        yield Area.BROKER  # not where its certificate kept everybody out: no password was tried then
    except LineError as fault:
        yield Finding(fault.kind, {**values, "user": DOCTOR})


def _ear(address: Address, devices: Sequence[Device], patient: Patient, until: float) -> MqttLine | None:
    """The doctor's own connection; a broker that does not know the doctor yet may know the devices of this machine."""
    if patient.doctor is None or _address(patient.doctor) != address:
        return None
    try:
        return MqttLine(address, DOCTOR, patient.doctor.password, until)
    except LineError as fault:
        if devices and fault.kind in ABOUT_ACCOUNTS:
            return None
        raise


def _in_use(address: Address, patient: Patient) -> bool:
    """Whether a program of this machine seems to be connected, which trying its account would push off."""
    first = connections(patient.places.proc, address.host, address.port)
    if not first:
        return False
    time.sleep(0.3)  # a connection that is refused every second does not stand so long
    return bool(first & connections(patient.places.proc, address.host, address.port))


def _as_doctor(
    line: MqttLine, address: Address, doctor: DoctorProfile, devices: Sequence[Device], patient: Patient, until: float
) -> Iterator[Told]:
    try:
        yield from _certificate(line, address)
        heard, _ = listen(line, doctor_grants(doctor.site).subscribe, until - _ACCOUNTS_S)
    finally:
        line.close()
    yield from _controller(heard, address)
    yield from _way(heard, address)
    expected = [one.name for one in devices]
    if patient.site:
        expected = [*(str(one.id) for one in patient.site.devices), *expected]
    here = {one.name for one in devices}
    for name in dict.fromkeys(expected):
        words = heard.presences.get(name, [])
        if len(words) >= _FIGHTS:
            yield Finding("client_twice", {"device": name}, name)
        elif words and words[-1]:
            yield from health_findings(heard.healths.get(name), patient.site, elsewhere=name not in here)
        elif name != CONTROLLER:
            own = next((one for one in devices if one.name == name), None)
            yield from _absent(name, own, address, until, alive=bool(heard.offsets))


def _absent(name: str, own: Device | None, address: Address, until: float, *, alive: bool) -> Iterator[Told]:
    """A device that is not there is not pushed off by trying its account."""
    troubles = list(account_findings(own, address, until, alive=alive)) if own else []
    yield from troubles or [Finding("device_absent", {"device": name}, name)]


def _as_device(address: Address, devices: Sequence[Device], until: float) -> Iterator[Told]:
    """The first account that is let in hears what every device may hear."""
    ear: Device | None = None
    for device in devices:
        troubles = list(account_findings(device, address, until))
        yield from troubles
        if any(one.kind not in ABOUT_ACCOUNTS for one in troubles):
            return
        if not troubles and ear is None and device.account.role is not Role.CONTROLLER:
            ear = device
    if ear is None:
        return
    line = MqttLine(address, ear.name, ear.account.password, until)
    try:
        yield from _certificate(line, address)
        at = Topics(ear.account.site)
        heard, _ = listen(line, (at.presence(CONTROLLER), at.pulse), until - _ACCOUNTS_S)
    finally:
        line.close()
    yield from _controller(heard, address)
    yield from _way(heard, address)
    for device in devices if heard.offsets else ():
        yield from account_findings(device, address, until, alive=True)


def _certificate(line: MqttLine, address: Address) -> Iterator[Told]:
    ends = line.certificate_ends
    if ends is None:
        return
    yield Area.CERTIFICATES
    day = datetime.fromtimestamp(ends, UTC).astimezone()
    if day - datetime.now(UTC) < EXPIRES_SOON:
        yield Finding("certificate_expires", {"what": f"{address.host}:{address.port}", "day": f"{day:%d/%m/%Y}"})


def _controller(heard: Heard, address: Address) -> Iterator[Told]:
    yield Area.CONTROLLER
    words = heard.presences.get(CONTROLLER, [])
    if heard.offsets:
        yield Area.CLOCK
        yield from clock_findings(statistics.median(heard.offsets), address.host)
    elif words and words[-1]:
        yield Finding("controller_silent", {"host": address.host})
    else:
        yield Finding("controller_absent", {"host": address.host})


def _way(heard: Heard, address: Address) -> Iterator[Told]:
    """How long the broker's answers take: all of them long, or a few much longer than the others."""
    yield Area.NETWORK
    took = [*heard.answers, heard.waiting] if heard.waiting > _SLOW_S else heard.answers
    if not took:
        return
    usual = statistics.median(took)
    late = sum(one > usual + _LATE_S for one in took)
    values = {"host": address.host, "ms": round(usual * 1000)}
    if usual > _SLOW_S:
        yield Finding("network_slow", values)
    elif late >= 2 and late >= len(took) * _LATE_SHARE:
        yield Finding("network_lossy", {**values, "late": late, "all": len(took)})
