"""The doctor at the broker: everything between a device and the controller goes wrong in its turn, at a real broker."""

import dataclasses
import functools
import itertools
import shutil
import socket
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from contract import VERSION
from contract.codec import encode_notice
from contract.conditions import Camera, Printer
from contract.doctor import DOCTOR, DoctorProfile
from contract.health import Health
from contract.ids import CounterId, DeviceId
from contract.link import Link
from contract.profile import KioskProfile, RatingProfile, read_profile
from contract.pulse import Pulse
from contract.topics import Role, Topics
from demo.brokers import BrokerRun, free_port
from firmware_config.doctor.admission import of_office
from firmware_config.doctor.finding import Area
from firmware_config.doctor.patient import Device, Patient, Places
from firmware_config.keep import Keep
from tests.firmware_config import surgery
from tests.firmware_config.surgery import doctor_at, examined, patient
from tests.firmware_config.tls_door import Authority, Door
from tests.office import small_site

ROOT = Path(__file__).parents[2]
findings = functools.partial(surgery.findings, seconds=3.2)
kinds = functools.partial(surgery.kinds, seconds=3.2)
PING_ANSWER = b"\xd0\x00"
HERE = (Area.BROKER, Area.CONTROLLER, Area.CLOCK, Area.NETWORK, Area.CERTIFICATES)


@pytest.fixture(scope="module")
def broker(tmp_path_factory):
    run = BrokerRun(small_site(), tmp_path_factory.mktemp("broker"))
    run.start()
    yield run
    run.stop()


@pytest.fixture(scope="module")
def controller(broker):
    """A controller that is there, and whose pulse says the time as it should be, or by so much off."""
    with BeatingController(broker) as one:
        yield one


class BeatingController:
    def __init__(self, broker):
        self.off = timedelta(0)
        self.beating = True
        self._topics = Topics(broker.site.id)
        self._link = Link(broker.account("controller"))
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._beat)

    def __enter__(self):
        self._link.start()
        assert self._link.wait_up(10)
        at = self._topics
        for topic in (at.office, at.board, at.outlook, at.counter(CounterId(1)), at.counter(CounterId(5))):
            self._link.publish(topic, b"what a controller leaves there", retain=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._end.set()
        self._thread.join(5)
        self._link.stop()

    def _beat(self):
        for seq in itertools.count():
            if self.beating:
                pulse = Pulse(seq, datetime.now(UTC) + self.off)
                self._link.publish(self._topics.pulse, encode_notice(pulse), fleeting=True)
            if self._end.wait(0.2):
                return


def doctor_of(broker, **other):
    return dataclasses.replace(read_profile(broker.profile("doctor"), DoctorProfile), **other)


def device_of(broker, name="kiosk-1", **other):
    profile = read_profile(broker.profile(name), KioskProfile)
    return Device(dataclasses.replace(profile.account, **other), dataclasses.replace(profile, web=""))


@pytest.fixture
def present(broker):
    """The kiosk's own program."""
    link = Link(broker.account("kiosk-1"))
    link.start()
    assert link.wait_up(10)
    yield link
    link.stop()


@pytest.mark.usefixtures("controller", "present")
def test_an_office_in_which_all_is_well(broker):
    found = examined(
        Patient((device_of(broker),), doctor_of(broker)), Area.BROKER, Area.CONTROLLER, Area.NETWORK, seconds=3.2
    )
    assert found.findings == ()
    assert {Area.BROKER, Area.CONTROLLER} <= set(found.well)


@pytest.mark.parametrize(
    ("host", "kind"), [("may-khong-co.invalid", "broker_unresolved"), ("127.0.0.1", "broker_refused")]
)
def test_a_broker_that_is_not_there(host, kind):
    assert kinds(patient(doctor=doctor_at(host, free_port())), Area.BROKER) == [kind]


def test_what_keeps_everybody_from_looking_is_told_whatever_was_asked_for():
    who = patient(doctor=doctor_at("127.0.0.1", free_port()))
    found = examined(who, Area.CONTROLLER)
    assert [one.kind for one in found.findings] == ["broker_refused"]
    assert found.well == ()


def test_a_broker_that_hangs():
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        who = patient(doctor=doctor_at("127.0.0.1", deaf.getsockname()[1]))
        assert kinds(who, Area.BROKER, seconds=2) == ["broker_silent"]


@pytest.mark.parametrize("words", [b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", b"HTTP/1.1 400 Bad Request\r\n\r\n", b""])
def test_another_program_at_the_brokers_port(words):
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(10)

        def talk():
            for _ in range(2 if not words else 1):  # whoever says nothing and hangs up is asked whether he wants TLS
                line, _ = other.accept()
                line.sendall(words)
                line.recv(1 if not words else 65536)
                line.close()

        thread = threading.Thread(target=talk)
        thread.start()
        assert kinds(patient(doctor=doctor_at("127.0.0.1", other.getsockname()[1])), Area.BROKER) == [
            "broker_other_program"
        ]
        thread.join(10)


def test_a_doctor_whose_password_is_an_old_one(broker):
    old = doctor_of(broker, password="tuần trước")
    assert kinds(Patient((), old), Area.BROKER) == ["broker_wrong_password"]
    link = Link(broker.account("kiosk-1"))
    link.start()
    assert link.wait_up(10)
    try:
        assert kinds(Patient((device_of(broker),), old), Area.BROKER) == ["broker_no_account"]
    finally:
        link.stop()


@pytest.mark.usefixtures("controller")
def test_devices_that_are_away_are_told_why(broker):
    """One with an old password, one that was given another role and the broker was not told, one whose program does not run."""
    board = dataclasses.replace(broker.account("keypad-1"), role=Role.HALL_BOARD)
    terminal = Device(broker.account("rating-5"), read_profile(broker.profile("rating-5"), RatingProfile))
    devices = (device_of(broker, password="tuần trước"), Device(board, None), terminal)
    found = findings(Patient(devices, doctor_of(broker)), Area.BROKER, Area.CONTROLLER)
    told = {one.kind: one for one in found if one.kind != "pages_unreachable"}
    assert {kind: one.device for kind, one in told.items()} == {
        "broker_wrong_password": "kiosk-1",
        "broker_not_heard": "keypad-1",
        "device_absent": "rating-5",
    }
    assert told["broker_not_heard"].values["topic"] == Topics(broker.site.id).board


def test_a_mosquitto_that_takes_the_wish_and_hands_nothing_over(tmp_path):
    """It answers a wish to hear what may not be heard as it answers any other."""
    run = BrokerRun(small_site(), tmp_path, "mosquitto")
    run.start()
    board = Device(dataclasses.replace(run.account("keypad-1"), role=Role.HALL_BOARD), None)
    try:
        with BeatingController(run):
            (found,) = findings(Patient((board,), doctor_of(run)), Area.BROKER)
            assert (found.kind, found.values["topic"]) == ("broker_not_heard", Topics(run.site.id).board)
    finally:
        run.stop()


@pytest.mark.usefixtures("controller")
def test_a_device_whose_program_is_of_another_version(broker, present):
    topic = Topics(broker.site.id).health(DeviceId("kiosk-1"))
    present.publish(topic, encode_notice(Health(DeviceId("kiosk-1"), "0.0.9")), retain=True)
    try:
        told = findings(Patient((device_of(broker),), doctor_of(broker)), Area.VERSIONS)
        (found,) = [one for one in told if one.kind == "program_other_version"]
        assert (found.device, found.values["running"]) == ("kiosk-1", "0.0.9")
    finally:
        present.publish(topic, b"", retain=True)


@pytest.mark.usefixtures("controller")
def test_an_officer_elsewhere_hears_what_a_kiosk_says_of_its_printer_and_camera(broker, present):
    topic = Topics(broker.site.id).health(DeviceId("kiosk-1"))
    ill = Health(DeviceId("kiosk-1"), VERSION, printer=Printer.PAPER_OUT, camera=Camera.DARK)
    present.publish(topic, encode_notice(ill), retain=True)
    try:
        found = findings(Patient((), doctor_of(broker), broker.site), Area.PRINTER, Area.CAMERA)
        assert [(one.kind, one.device) for one in found] == [("printer_out", "kiosk-1"), ("camera_dark", "kiosk-1")]
        assert kinds(Patient((device_of(broker),), doctor_of(broker), broker.site), Area.PRINTER, Area.CAMERA) == []
    finally:
        present.publish(topic, b"", retain=True)


@pytest.mark.usefixtures("controller")
def test_an_officer_elsewhere_hears_of_all_devices_of_the_office(broker):
    who = Patient((), doctor_of(broker), broker.site)
    found = findings(who, Area.CONTROLLER)
    assert [(one.kind, one.device) for one in found] == [
        ("device_absent", name) for name in ("kiosk-1", "rating-5", "keypad-1")
    ]
    assert kinds(Patient((), None, broker.site), Area.BROKER) == ["broker_not_asked"]


def test_two_machines_with_one_name(broker, controller):
    twins = [Link(broker.account("kiosk-1")) for _ in range(2)]
    for one in twins:
        one.start()
    try:
        assert "client_twice" in kinds(Patient((device_of(broker),), doctor_of(broker)), Area.NETWORK, seconds=6)
    finally:
        for one in twins:
            one.stop()


def test_a_running_device_is_not_pushed_off_by_being_looked_at(broker, present):
    """Without the doctor's own account nothing is asked in the name of a program that is connected."""
    lost = threading.Event()
    present._on_change = lambda up: None if up else lost.set()
    assert kinds(Patient((device_of(broker),)), Area.BROKER) == ["broker_no_account"]
    assert not lost.wait(0.5)


@pytest.mark.usefixtures("controller")
def test_a_device_without_the_doctors_account_looks_with_its_own(broker, tmp_path):
    """On a machine of its own, which this one is not: what it is connected to stands in its own /proc."""
    elsewhere = Places(proc=tmp_path)
    assert kinds(Patient((device_of(broker),), places=elsewhere), *HERE[:2]) == []
    old = device_of(broker, password="tuần trước")
    assert kinds(Patient((old,), places=elsewhere), Area.BROKER) == ["broker_wrong_password"]
    other = dataclasses.replace(broker.account("keypad-1"), role=Role.HALL_BOARD)
    assert kinds(Patient((Device(other, None),), places=elsewhere), Area.BROKER) == ["broker_not_heard"]


@pytest.mark.parametrize(
    ("off", "kind"), [(timedelta(seconds=40), "clock_off"), (timedelta(hours=-7), "clock_far_off")]
)
def test_a_clock_that_is_not_the_controllers(broker, controller, off, kind):
    controller.off = off
    try:
        (found,) = findings(Patient((), doctor_of(broker)), Area.CLOCK)
    finally:
        controller.off = timedelta(0)
    assert found.kind == kind
    assert found.values["here"] != found.values["there"]


def test_a_controller_that_hangs(broker, controller):
    controller.beating = False
    try:
        assert kinds(Patient((), doctor_of(broker)), Area.CONTROLLER) == ["controller_silent"]
    finally:
        controller.beating = True


def test_a_broker_without_a_controller(tmp_path):
    run = BrokerRun(small_site(), tmp_path)
    run.start()
    try:
        assert kinds(Patient((), doctor_of(run)), Area.CONTROLLER, seconds=2.5) == ["controller_absent"]
    finally:
        run.stop()


# ---- the way there ---------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("controller")
def test_a_way_that_is_slow(broker):
    def late(data):
        time.sleep(0.2)
        return data

    with Door(broker.port, carry=late) as door:
        assert kinds(Patient((), doctor_of(broker, port=door.port)), Area.NETWORK) == ["network_slow"]


@pytest.mark.usefixtures("controller")
def test_a_way_on_which_packets_are_lost(broker):
    """What TCP makes of a lost packet: this answer comes 200 ms and more after the others."""
    turn = itertools.count()

    def stumble(data):
        if data.startswith(PING_ANSWER) and next(turn) % 3 == 2:
            time.sleep(0.35)
        return data

    with Door(broker.port, carry=stumble) as door:
        assert kinds(Patient((), doctor_of(broker, port=door.port)), Area.NETWORK, seconds=5) == ["network_lossy"]


# ---- TLS -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("office") / "ca")


@pytest.mark.usefixtures("controller")
def test_a_way_with_tls_is_well(broker, office):
    with Door(broker.port, office.server()) as door:
        found = examined(Patient((), doctor_of(broker, port=door.port, ca=office.ca)), Area.CERTIFICATES, Area.BROKER)
    assert (found.findings, found.well) == ((), (Area.BROKER, Area.CERTIFICATES))


@pytest.mark.parametrize(
    ("certificate", "kind"),
    [
        ({"begins_in_days": -400, "ends_in_days": -1}, "certificate_expired"),
        ({"begins_in_days": 2, "ends_in_days": 400}, "certificate_not_yet"),
        ({"host": "127.0.0.2"}, "certificate_wrong_host"),
        ({"ends_in_days": 12}, "certificate_expires"),
    ],
)
def test_a_certificate_that_is_not_right(broker, office, certificate, kind):
    with Door(broker.port, office.server(**certificate)) as door:
        who = Patient((), doctor_of(broker, port=door.port, ca=office.ca))
        assert kinds(who, Area.CERTIFICATES) == [kind]


def test_a_certificate_of_somebody_else(broker, office, tmp_path):
    with Door(broker.port, Authority(tmp_path / "other").server()) as door:
        who = Patient((), doctor_of(broker, port=door.port, ca=office.ca))
        found = examined(who, Area.CERTIFICATES, Area.BROKER)
    assert [one.kind for one in found.findings] == ["certificate_foreign"]
    assert found.well == ()  # no password was tried, so nobody may say that it is taken


def test_a_machine_that_lacks_the_offices_certificate(broker, tmp_path):
    gone = doctor_of(broker, ca=str(tmp_path / "ca.pem"))
    assert kinds(Patient((), gone), Area.CERTIFICATES) == ["certificate_missing"]
    (tmp_path / "ca.pem").write_text("-----BEGIN CERTIFICATE-----\nhỏng\n")
    assert kinds(Patient((), gone), Area.CERTIFICATES) == ["certificate_unreadable"]


def test_one_side_with_tls_and_the_other_without(broker, office):
    assert kinds(Patient((), doctor_of(broker, ca=office.ca)), Area.BROKER) == ["broker_no_tls"]
    with Door(broker.port, office.server()) as door:
        assert kinds(Patient((), doctor_of(broker, port=door.port)), Area.BROKER) == ["broker_wants_tls"]


def test_certificates_that_lie_on_the_machine(office, tmp_path):
    """Looked at whether or not anything answers; ``etc`` is that of the broker's machine."""

    def look(**days):
        certificate, _ = office.server(**days)
        (tmp_path / "tls").mkdir(exist_ok=True)
        shutil.copy(certificate, tmp_path / "tls" / "server.pem")
        return kinds(Patient(installed=True, places=Places(etc=tmp_path)), Area.CERTIFICATES)

    assert look(ends_in_days=700) == []
    assert look(ends_in_days=300) == ["certificate_not_renewed"]
    assert look(ends_in_days=12) == ["certificate_expires"]
    assert look(begins_in_days=-400, ends_in_days=-1) == ["certificate_over"]
    assert look(begins_in_days=2, ends_in_days=400) == ["certificate_before"]
    (tmp_path / "tls" / "server.pem").write_text("hỏng")
    assert kinds(Patient(installed=True, places=Places(etc=tmp_path)), Area.CERTIFICATES) == ["certificate_unreadable"]
    (tmp_path / "tls" / "server.pem").unlink()
    assert kinds(Patient(installed=True, places=Places(etc=tmp_path)), Area.CERTIFICATES) == ["certificate_missing"]


@pytest.mark.usefixtures("controller")
def test_an_officers_computer_knows_the_office_by_what_it_keeps(broker, office, tmp_path):
    """The whole command, from an office folder with TLS to the broker and back."""
    shutil.copy(ROOT / "demo" / "procedures.toml", tmp_path)
    with Door(broker.port, office.server()) as door:
        text = (ROOT / "demo" / "site.toml").read_text("utf-8")
        text = text.replace("port = 1883", f"port = {door.port}\ntls = true").replace(
            '"thu-dau-mot"', f'"{broker.site.id}"'
        )
        (tmp_path / "site.toml").write_text(text, "utf-8")
        keep = Keep(tmp_path / "keep")
        keep.take("x", {DOCTOR: doctor_of(broker).password})
        (keep.folder / "authority").mkdir()
        shutil.copy(office.ca, keep.folder / "authority" / "ca-1.pem")
        who = of_office(str(tmp_path), Places(), {})
        found = examined(who, Area.BROKER, Area.CERTIFICATES, Area.SECRETS, seconds=4)
    assert (found.findings, found.unfinished) == ((), ())
    assert found.well == (Area.BROKER, Area.CERTIFICATES, Area.SECRETS)
