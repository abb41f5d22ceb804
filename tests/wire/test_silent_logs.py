"""A whole office's run, with everything going wrong that can: no log of it holds a secret. And a device is shut out, told or not."""

import base64
import re
import time
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import requests

from contract.commands import CallNext, LookUpFile, OpenCounter, SignIn, TakeTicket
from contract.credentials import CREDENTIALS, Credentials
from contract.ids import DeviceId, OfficerId
from contract.joining import JOIN_PATH, OFFERS, Offer, write_offer
from contract.notices import Receipt, Refusal
from contract.phone_messages import Gateway, Messages, Method, StatusMessages
from contract.phone_number import Phone
from contract.profile import write_profile
from contract.registry import Access
from contract.sealed_phone import PHONE_PATH, kiosk_key, seal
from contract.topics import CONTROLLER, Role
from demo.hall import Hall
from demo.keypad import Device
from demo.officer import PASSWORD, OfficerPage, clerk_of
from firmware_config.keep import KEEP, Keep
from firmware_config.place_taking import JoinError, take_place
from tests.wire.mqtt_socket import MqttSocket

KIOSK = DeviceId("kiosk-1")
PHONE = Phone("0912345678")
GATEWAY, SHOWN, CODE = "the secret of the gateway", "what the gateway shows", "K74QPMT9WX"
TYPED, PARCEL = "a mistyped pass phrase", b"a parcel with credentials"
SOON_S = 15
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def hall(site, tmp_path_factory):
    """The demonstration's controller and embedded broker, with messages to phones on and one place to be taken."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "gateway").write_text(GATEWAY)
    (folder / "shown").write_text(SHOWN)
    messages = Messages(
        Gateway.WEBHOOK, "http://127.0.0.1:9/send?key={secret}&to={phone}", Method.GET,
        access=Access(secret_file=str(folder / "gateway")), tries=1,
        status=StatusMessages(str(folder / "shown"), reply="{text}"),
    )  # fmt: skip
    with ExitStack() as stack:
        hall = Hall(replace(site, messages=messages), folder, {})
        stack.callback(hall.stop)
        ends = (datetime.now(UTC) + timedelta(minutes=30)).timestamp()
        write_offer(hall.broker.profile(CONTROLLER).with_name(OFFERS), Offer(KIOSK, CODE, ends, PARCEL))
        hall.start()
        yield hall


def field_of(hall):
    return next(one.id for one in hall.site.fields if one.offered)


def test_no_log_holds_a_secret(hall):
    run, keep = hall.broker, Keep(hall.folder / KEEP)
    secrets = {keep.secret, PHONE, PHONE[1:], GATEWAY, SHOWN, CODE, TYPED, PASSWORD, PARCEL.decode()}
    secrets |= {run.account(one.id).password for one in hall.site.devices} | {run.account("controller").password}
    secrets |= {kiosk_key(keep.secret, one.id) for one in hall.site.devices}
    secrets |= {one.password for one in hall.site.officers} | set(keep.argon2([KIOSK, CONTROLLER]).values())
    with Device(run.account(KIOSK)) as kiosk, Device(run.account(hall.device(Role.KEYPAD).id)) as keypad:
        receipt = kiosk.press(TakeTicket(field_of(hall)))
        assert isinstance(receipt, Receipt)
        kiosk.press(LookUpFile("H56.14-240823-0001", digits="987654"))
        clerk = OfficerId(hall.site.officers[0].id)
        for word in (TYPED, PASSWORD):
            keypad.press(SignIn(clerk, word, keypad_counter(hall)))
        keypad.press(OpenCounter(keypad_counter(hall)))
    path = receipt.follow.split("/", 3)[3]
    secrets |= {path.rsplit("/", 1)[1], "987654"}
    wrong_at_the_pages(hall, path, receipt.visit, keep.secret)
    with OfficerPage(hall.pages, hall.site.counters[-1].id) as page:
        page.sign_in(clerk_of(hall.site, page.counter), TYPED)
        page.sign_in(clerk_of(hall.site, page.counter))
        page.press("open")
        secrets |= {value.rsplit(".", 1)[1] for value in page.cookies.values()}
    wrong_at_the_broker(run)
    run.restart()
    with Device(run.account(KIOSK)) as kiosk:
        kiosk.press(TakeTicket(field_of(hall)))
    said = {"controller": hall.log("controller"), "broker": run.log}
    assert "is refused" in said["broker"]
    assert "ignored message" in said["controller"]
    assert "wrong code" in said["controller"]
    for name, words in said.items():
        for secret in secrets:
            assert secret not in words, (name, secret)
        assert not re.search(r"[A-Za-z0-9_-]{40,}", words), name  # nothing else that looks like one


def keypad_counter(hall):
    return hall.device(Role.KEYPAD).counter


def wrong_at_the_pages(hall, path, visit, secret):
    """Everything that a page refuses, and what a gateway does not take."""
    sealed = {"device": KIOSK, "visit": visit, "sealed": seal(kiosk_key(secret, KIOSK), visit, PHONE)}
    assert requests.post(hall.pages + PHONE_PATH, json=sealed, timeout=10).json() == {"accepted": True}
    requests.post(hall.pages + PHONE_PATH, json={**sealed, "sealed": "A" * 56}, timeout=10)
    for address in (path, f"{path}x", f"{path}/rate", "counter/5", "head", "nowhere"):
        requests.get(f"{hall.pages}/{address}", cookies={f"motcua-{hall.site.id}": TYPED}, timeout=10)
    shown = {"X-Gateway-Secret": SHOWN, "from": PHONE, "text": "TC H56.14-240823-0001"}
    assert requests.get(f"{hall.pages}/sms/status", params=shown, timeout=30).status_code in {200, 204}
    requests.get(f"{hall.pages}/sms/status", params={**shown, "X-Gateway-Secret": TYPED}, timeout=10)
    requests.post(f"{hall.pages}/sign-in", data=TYPED.encode(), headers={"Origin": hall.pages, **JSON}, timeout=10)
    requests.post(f"{hall.pages}/sign-in", data=b"\xff", headers={"Host": TYPED.replace(" ", "-")}, timeout=10)
    with pytest.raises(JoinError, match="wrong"):
        take_place(hall.pages, CODE[:-1] + "Y")
    body = {"run": "0" * 32, "proof": base64.b64encode(PARCEL).decode()}
    assert requests.post(hall.pages + JOIN_PATH, json=body, timeout=10).status_code == 404
    with pytest.raises(JoinError, match="false"):  # the right code opens it, and what is in it is no order
        take_place(hall.pages, CODE)


def wrong_at_the_broker(run):
    """Wrong passwords, forbidden topics, and commands that are none."""
    with MqttSocket(run.host, run.port) as stranger:
        assert stranger.connect(run.account(KIOSK), password=TYPED) in {4, 5}
    with MqttSocket(run.host, run.port) as stranger:
        assert stranger.connect(None, client=TYPED) in {4, 5}
    with MqttSocket.login(run, KIOSK) as kiosk:
        at = f"motcua/{run.site.id}"
        for payload in (
            TYPED,
            f'{{"schema": 1, "type": "TakeTicket", "request": "r1", "body": {{"field": ["{PHONE}"]}}}}',
        ):
            kiosk.publish(f"{at}/command/kiosk-1", payload.encode())
        kiosk.publish(
            f"{at}/presence/kiosk-1", f'{{"schema": 1, "type": "Presence", "body": {{"device": "{PHONE}"}}}}'.encode()
        )
        kiosk.publish(f"{at}/notice/board", TYPED.encode())
        kiosk.subscribe(f"{at}/answer/+")


def test_the_controller_hears_no_device_that_is_shut_out_whatever_the_broker_knows(hall):
    """The broker is told nothing here: the device's session lives on, and is of no use."""
    place = hall.broker.profile(CONTROLLER).with_name(CREDENTIALS)
    with Device(hall.broker.account(KIOSK)) as kiosk:
        assert isinstance(kiosk.press(TakeTicket(field_of(hall))), Receipt)
        write_profile(place, Credentials((KIOSK,)))
        assert is_unheard(kiosk, keypad_counter(hall))
        write_profile(place, Credentials((), {KIOSK: 1}))
        assert isinstance(kiosk.press(TakeTicket(field_of(hall)), seconds=20), Receipt)


def is_unheard(kiosk, counter):
    """Soon: the refusals end."""
    end = time.monotonic() + SOON_S
    while time.monotonic() < end:
        try:
            kiosk.press(CallNext(counter), seconds=1)
        except TimeoutError:
            return True
    return False


def test_a_command_that_the_broker_kept_is_not_done(hall):
    """A stolen device could else leave one behind that is done again whenever the controller comes back."""
    keypad = hall.device(Role.KEYPAD)
    with MqttSocket.login(hall.broker, keypad.id) as thief:
        left = f'{{"schema": 1, "type": "CallNext", "request": "left-behind", "body": {{"counter": {keypad.counter}}}}}'
        thief.publish(f"motcua/{hall.site.id}/command/{keypad.id}", left.encode(), retain=True)
    hall.kill("controller")
    before = hall.log("controller").count("is not heard")
    hall.run("controller", "controller", "run")
    with Device(hall.broker.account(KIOSK)) as kiosk:
        assert isinstance(kiosk.press(TakeTicket(field_of(hall)), seconds=30), Receipt)
    assert hall.log("controller").count("is not heard") > before


def test_what_a_device_may_not_do_is_refused_by_the_running_controller_as_well(hall):
    with Device(hall.broker.account(KIOSK)) as kiosk:
        answer = kiosk.press(CallNext(keypad_counter(hall)), seconds=20)
        assert isinstance(answer, Refusal)
        assert answer.reason == "not_allowed"
