"""Messages through gateways of three kinds against WireMock, a server made by others: presets, own templates, and every way to fail."""

import logging
import threading
import time
from dataclasses import replace

import pytest

from contract.phone_messages import Form, Gateway, Messages
from contract.phone_number import Phone
from contract.registry import Access, Method, Part, Proof
from controller.adapters.http_messenger import HttpMessenger
from controller.core.near_turn import Word
from controller.message_ports import MessageNotSentError, PhoneMessage

PHONE = Phone("0912345678")
WORDS = 'Mời số "B012" đến quầy 5 & 50% \\ xong\n{phone}'
MESSAGE = PhoneMessage(
    PHONE,
    Word.CALL,
    WORDS,
    "2026-11-23-B012-1f",
    {
        "number": "B012",
        "counter": "5",
        "ahead": "0",
        "office": "Một cửa",
        "link": "http://x/t/1",
        "wait": "",
        "field": "",
    },
)
OK = {"status": 200, "jsonBody": {"error": 0, "message": "Success"}}
DEADLINE_S = 1.5


@pytest.fixture
def gateway(running):
    running.forget()
    return running


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret"
    path.write_text("s3cret token\n")
    return str(path)


def settings(gateway, kind=Gateway.WEBHOOK, **keys):
    return Messages(kind, f"{gateway.url}/send", **{"deadline_s": DEADLINE_S, **keys})


def send(given, message=MESSAGE):
    HttpMessenger(given).send(message)


def test_a_webhook_gets_everything_as_json(gateway):
    gateway.stub({"method": "POST", "urlPath": "/send"}, {"status": 204})
    send(settings(gateway))
    told = {
        "phone": PHONE, "kind": "call", "text": WORDS, "number": "B012", "counter": "5", "ahead": "0",
        "office": "Một cửa", "link": "http://x/t/1", "id": MESSAGE.id,
    }  # fmt: skip
    body = [{"equalToJson": told}]
    json_type = {"Content-Type": {"equalTo": "application/json"}}
    assert gateway.asked(method="POST", urlPath="/send", headers=json_type, bodyPatterns=body) == 1


def test_a_gateway_for_text_messages_gets_a_form(gateway):
    gateway.stub({"method": "POST"}, {"status": 201})
    send(settings(gateway, Gateway.SMS))
    form = {"phone": {"equalTo": PHONE}, "text": {"equalTo": WORDS}}
    assert gateway.asked(method="POST", formParameters=form) == 1


def test_zalo_gets_its_template_and_the_token_of_the_file(gateway, secret):
    gateway.stub({"method": "POST"}, OK)
    given = settings(
        gateway, Gateway.ZALO, access=Access(secret_file=secret), template_near="near-1", template_call="call-2"
    )
    send(given)
    told = [{"equalToJson": {
        "phone": "84912345678", "template_id": "call-2", "tracking_id": MESSAGE.id,
        "template_data": {"number": "B012", "counter": "5", "ahead": "0", "office": "Một cửa"},
    }}]  # fmt: skip
    assert gateway.asked(headers={"access_token": {"equalTo": "s3cret token"}}, bodyPatterns=told) == 1
    send(given, replace(MESSAGE, kind=Word.NEAR))
    assert gateway.asked(bodyPatterns=[{"matchesJsonPath": {"expression": "$.template_id", "equalTo": "near-1"}}]) == 1


def test_zalo_says_no_in_an_answer_that_looks_well(gateway, secret):
    gateway.stub({"method": "POST"}, {"status": 200, "jsonBody": {"error": -124, "message": f"{PHONE} has no Zalo"}})
    with pytest.raises(MessageNotSentError, match=r"says no \(-124\)") as fault:
        send(settings(gateway, Gateway.ZALO, access=Access(secret_file=secret)))
    assert PHONE not in str(fault.value)


def test_a_gateway_asked_by_address_with_a_secret(gateway, secret):
    gateway.stub({"method": "GET", "urlPath": "/send"}, OK)
    given = settings(gateway, method=Method.GET, access=Access(Proof.BASIC, "motcua", secret))
    address = f"{gateway.url}/send?to=%2B{{phone_84}}&msg={{text}}&key={{secret}}"
    send(replace(given, url=address))
    asked = {"to": {"equalTo": "+84912345678"}, "msg": {"equalTo": WORDS}, "key": {"equalTo": "s3cret token"}}
    basic = {"username": "motcua", "password": "s3cret token"}
    assert gateway.asked(method="GET", queryParameters=asked, basicAuthCredentials=basic) == 1


def test_own_headers_body_and_word_of_success(gateway, secret):
    gateway.stub({"method": "POST"}, {"status": 200, "jsonBody": {"data": {"CodeResult": "100"}}})
    given = settings(
        gateway,
        form=Form.JSON,
        body='{"messages": [{"to": "{phone}", "content": "{text}"}], "user": "{user}"}',
        headers=(Part("X-Key", "{secret}"), Part("X-Number", "{number}")),
        access=Access(Proof.BEARER, "u", secret),
        good="data.CodeResult",
        good_words=("100",),
    )
    send(given)
    headers = {
        "X-Key": {"equalTo": "s3cret token"},
        "X-Number": {"equalTo": "B012"},
        "Authorization": {"equalTo": "Bearer s3cret token"},
    }
    told = [{"equalToJson": {"messages": [{"to": PHONE, "content": WORDS}], "user": "u"}}]
    assert gateway.asked(headers=headers, bodyPatterns=told) == 1
    with pytest.raises(MessageNotSentError, match="says no"):
        send(replace(given, good_words=("0",)))


def test_mutual_tls(running, certificates):
    running.forget()
    running.stub({"method": "POST"}, OK)
    access = Access(
        certificate=str(certificates.client), key=str(certificates.client_key), authority=str(certificates.server)
    )
    send(Messages(Gateway.WEBHOOK, f"{running.secure_url}/send", access=access))
    with pytest.raises(MessageNotSentError):
        send(Messages(Gateway.WEBHOOK, f"{running.secure_url}/send", access=replace(access, certificate="", key="")))
    assert running.asked() == 1


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 500},
        {"status": 401},
        {"status": 429, "headers": {"Retry-After": "30"}},
        {"status": 302, "headers": {"Location": "/elsewhere"}},
        {"fault": "CONNECTION_RESET_BY_PEER"},
        {"fault": "EMPTY_RESPONSE"},
        {"fault": "MALFORMED_RESPONSE_CHUNK"},
        {"fault": "RANDOM_DATA_THEN_CLOSE"},
        {"status": 200, "fixedDelayMilliseconds": 20_000},
        {"status": 200, "body": "x" * 40, "chunkedDribbleDelay": {"numberOfChunks": 40, "totalDuration": 20_000}},
    ],
    ids=lambda answer: str(answer.get("fault", answer.get("status"))),
)
def test_every_failure_is_told_in_time_once_and_without_the_number(gateway, caplog, answer):
    caplog.set_level(logging.DEBUG)
    gateway.stub({"method": "POST"}, answer)
    began = time.monotonic()
    with pytest.raises(MessageNotSentError) as fault:
        send(settings(gateway))
    assert time.monotonic() - began < DEADLINE_S + 1
    assert gateway.asked() == 1  # whoever tries again is the one who counts the tries
    said = str(fault.value) + caplog.text + repr(MESSAGE)
    assert not any(word in said for word in (PHONE, PHONE[1:], "Mời số"))


@pytest.mark.parametrize("body", ["no json", "[]", '{"error": {"deep": 0}}', "", '{"error": null}'])
def test_an_answer_that_does_not_say_yes_is_a_no(gateway, secret, body):
    gateway.stub({"method": "POST"}, {"status": 200, "body": body})
    with pytest.raises(MessageNotSentError):
        send(settings(gateway, Gateway.ZALO, access=Access(secret_file=secret)))


def test_a_secret_that_cannot_be_read_and_a_gateway_that_is_not_there(gateway, tmp_path):
    with pytest.raises(MessageNotSentError, match="secret"):
        send(settings(gateway, access=Access(secret_file=str(tmp_path / "none"))))
    with pytest.raises(MessageNotSentError, match="connection"):
        send(Messages(Gateway.WEBHOOK, "http://127.0.0.1:9/send"))


def test_nothing_of_a_message_stays(gateway):
    gateway.stub({"method": "POST"}, OK)
    messenger = HttpMessenger(settings(gateway))
    messenger.send(MESSAGE)
    assert PHONE not in repr(vars(messenger)) + repr(vars(messenger._exchanges))
    names = {one.name for one in threading.enumerate()}
    assert not any(PHONE in name for name in names)
