"""What a site file may say about words to phones."""

from dataclasses import replace

import pytest

from contract.phone_messages import Form, Gateway, Messages, StatusMessages
from contract.registry import Access, Method, Part, Proof
from firmware_config.message_rules import messages
from tests.office import small_site

URL = "https://gateway.vn/send"
SMS = Messages(Gateway.SMS, URL)
ZALO = Messages(Gateway.ZALO, URL, access=Access(secret_file="/etc/motcua/zalo"), template_near="1", template_call="2")
JSON = replace(SMS, form=Form.JSON)
ASKED = StatusMessages("/etc/motcua/sms", reply="{text}")


def faults(given):
    return [(one.key.removeprefix("messages."), one.name) for one in messages(replace(small_site(), messages=given))]


@pytest.mark.parametrize(
    "given",
    [
        Messages(),
        SMS,
        Messages(Gateway.WEBHOOK, "http://127.0.0.1:9000/x?to={phone}"),
        ZALO,
        replace(SMS, method=Method.GET, url=f"{URL}?to={{phone_84}}&text={{text}}"),
        replace(JSON, body='{"a": [{"to": "{phone}", "b": {"c": 1}}]}'),
        replace(SMS, status=ASKED),
        Messages(status=ASKED),
        replace(SMS, status=replace(ASKED, reply='{"reply": "{text}"}')),
        replace(SMS, near="{office}: {number} {wait}", good="a.b[0]"),
    ],
)
def test_good_ones(given):
    assert faults(given) == []


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (Messages(Gateway.SMS), [("url", "address")]),
        (replace(SMS, url="https://{office}.vn/"), [("url", "gap_in_host")]),
        (replace(SMS, url=f"{URL}?x={{fone}}"), [("url", "gap")]),
        (replace(SMS, url=f"{URL}?api_key=abc"), [("url", "secret_there")]),
        (replace(SMS, body="text={text}"), [("body", "phone_nowhere")]),
        (replace(SMS, method=Method.GET), [("body", "phone_nowhere")]),
        (replace(SMS, body="to={phone}&password=abc"), [("body", "secret_there")]),
        (replace(JSON, body='{"to": "{phone}", "token": "abc"}'), [("body", "secret_there")]),
        (replace(JSON, body='{"to": {phone}}'), [("body", "no_json")]),
        (replace(JSON, body='{"to": "{phone}", "x": "{phon}"}'), [("body", "gap")]),
        (replace(SMS, near="{phone}"), [("near", "gap")]),
        (replace(SMS, call="x" * 301), [("call", "words_long")]),
        (replace(SMS, good="a..b"), [("good", "path")]),
        (replace(SMS, tries=0), [("tries", "range")]),
        (replace(SMS, near_ahead=0, on_call=False), [("on_call", "never_sent")]),
        (replace(ZALO, template_call=""), [("template_call", "needs_template")]),
        (replace(ZALO, template_near="", near_ahead=0), []),
        (replace(ZALO, access=Access()), [("access.secret_file", "needs_secret")]),
        (replace(SMS, access=Access(Proof.BEARER)), [("access.secret_file", "needs_secret")]),
        (
            replace(SMS, access=Access(Proof.BASIC, secret_file="here")),
            [("access.secret_file", "whole_path"), ("access.user", "needs_user_there")],
        ),
        (replace(SMS, access=Access(key="/k")), [("access.certificate", "key_alone")]),
        (replace(SMS, url="http://x.vn/", access=Access(authority="/a")), [("url", "needs_https")]),
        (replace(SMS, headers=(Part("Host", "x"),)), [("headers[0].name", "header")]),
        (replace(SMS, headers=(Part("X", "é"),)), [("headers[0].value", "header_value")]),
        (replace(SMS, headers=(Part("Authorization", "abc"),)), [("headers[0].value", "secret_there")]),
        (replace(SMS, status=replace(ASKED, secret_file="here")), [("status.secret_file", "whole_path")]),
        (replace(SMS, status=replace(ASKED, reply="ok")), [("status.reply", "text_nowhere")]),
        (Messages(status=replace(ASKED, reply="")), [("status.reply", "no_way_back")]),
        (replace(SMS, status=replace(ASKED, text_name=" ")), [("status.text_name", "no_words")]),
    ],
)
def test_every_fault_is_told(given, found):
    assert faults(given) == found
