"""The registry adapter against WireMock: a registry of another vendor in every mood, with logins, tokens and certificates."""

import gc
import json
import logging
import threading
import time
from dataclasses import replace
from datetime import date
from types import FunctionType, ModuleType
from zoneinfo import ZoneInfo

import pytest

from contract.file_details import FileDetails
from contract.notices import LookUp
from contract.registry import Access, Cause, Login, Method, OwnerProof, Part, Proof, Reading, Registry, Said, Send
from controller.adapters.http_file_registry import HttpFileRegistry
from controller.core.breaker import FAILURES, REST_S
from controller.ports import RegistryAnswer

CODE = "000.00.33.H09-231027-0361"
OWNER = "Nguyễn Thị Không Ai"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DEADLINE_S = 1.5
GRACE_S = 0.5
FILE = {
    "id": CODE.lower(),
    "state": "LATE",
    "service": {"name": "Đăng ký kết hôn"},
    "dates": ["2026-11-01T20:30:00Z", "20/11/2026"],
    "promise": 1764547200000,
    "why": {"code": "thieu_nguoi", "note": f"{OWNER} gọi sau"},
    "fee": "150.000",
    "at": {"name": "Phòng Tư pháp"},
    "lacks": [
        {"name": "Tờ khai"},
        {"name": "- Bản sao căn cước của 012345678901"},
        {"name": ""},
        {"x": 1},
        {"name": "Tờ khai"},
    ],
    "owner": {"name": OWNER, "phones": ["+84 900 123 456"]},
}
ANSWER = Reading(
    good="",
    unknown_statuses=(404,),
    records="data.items",
    code="id",
    status="state",
    procedure="service.name",
    received_on="dates[0]",
    due_on="dates.1",
    new_due_on="promise",
    reason="why.code",
    department="at.name",
    missing="lacks",
    missing_name="name",
    fee="fee",
    dates=("dd/MM/yyyy", "iso", "unix_ms"),
    statuses=(Said("late", 4), Said("DONE", 9)),
    reasons=(Cause("THIEU_NGUOI", "Đang thiếu cán bộ thẩm định."),),
)
PROOF = OwnerProof("owner.phones[0]")
FOUND = RegistryAnswer(LookUp.FOUND, 4, "Đăng ký kết hôn", date(2026, 11, 20), date(2025, 12, 1), provable=True)
DETAILS = FileDetails(
    "Đăng ký kết hôn",
    date(2026, 11, 2),  # 3:30 in the morning, here
    "Phòng Tư pháp",
    "Đang thiếu cán bộ thẩm định.",
    ("Tờ khai", "Bản sao căn cước của …"),
    150_000,
)
PATH = f"/v2/files/{CODE}"
GET = {"method": "GET", "urlPath": PATH}
GOOD = {"status": 200, "jsonBody": {"data": {"items": [{"id": "another"}, FILE]}}}
UNAVAILABLE = RegistryAnswer(LookUp.UNAVAILABLE)


@pytest.fixture
def wiremock(running):
    running.forget()
    return running


def getting(url, **keys):
    """A registry asked by GET, unlike the preset in everything."""
    keys = {"deadline_s": DEADLINE_S, "send": Send.QUERY, "parameters": (), "answer": ANSWER, "proof": PROOF} | keys
    return Registry(f"{url}/v2/files/{{code}}", "H09.20", method=Method.GET, **keys)


def ask(registry):
    """The answer and the seconds it took."""
    adapter = HttpFileRegistry(registry, ZONE)
    start = time.monotonic()
    return adapter.look_up(CODE), time.monotonic() - start


def test_every_field_by_its_path_and_nothing_personal(wiremock, caplog):
    caplog.set_level(logging.DEBUG)
    wiremock.stub(GET, GOOD)
    adapter = HttpFileRegistry(getting(wiremock.url), ZONE)
    assert adapter.look_up(CODE) == FOUND
    wiremock.forget()
    wiremock.stub(GET, {"fault": "RANDOM_DATA_THEN_CLOSE"})
    assert HttpFileRegistry(getting(wiremock.url), ZONE).look_up(CODE) == UNAVAILABLE
    assert CODE not in caplog.text
    assert OWNER not in caplog.text + repr(vars(adapter))


def inside(thing, seen=None):
    """Every text and number that can be reached from a part."""
    seen = set() if seen is None else seen
    if id(thing) in seen or isinstance(thing, type | ModuleType | FunctionType):
        return []
    seen.add(id(thing))
    if isinstance(thing, str | bytes | int | float | date):
        return [str(thing)]
    return [word for one in gc.get_referents(thing) for word in inside(one, seen)]


def test_the_last_digits_open_the_details_and_nothing_of_them_stays(wiremock, caplog):
    caplog.set_level(logging.DEBUG)
    wiremock.stub(GET, GOOD)
    adapter = HttpFileRegistry(getting(wiremock.url), ZONE)
    assert adapter.look_up(CODE) == FOUND
    assert adapter.look_up(CODE, "3456") == replace(FOUND, details=DETAILS)
    assert adapter.look_up(CODE) == FOUND
    assert wiremock.asked() == 2  # digits are never compared with what is remembered, for that is not remembered
    kept = inside(adapter)
    assert CODE in kept
    told = " ".join(kept) + caplog.text
    assert not [word for word in ("123 456", "3456", OWNER, "Phòng Tư pháp", "Tờ khai", "150000") if word in told]


@pytest.mark.parametrize("digits", ["3457", "", "456", "23456", "x" * 4, "３４５６", "0" * 300, "3456 ", "\n"])
def test_any_other_digits_open_nothing(wiremock, digits):
    wiremock.stub(GET, GOOD)
    assert HttpFileRegistry(getting(wiremock.url), ZONE).look_up(CODE, digits) == FOUND


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("0900123456", "3456"),
        (900123456, "3456"),
        ("(0900) 123.456", "3456"),
        ("012345678901", "8901"),
    ],
)
def test_a_number_as_clerks_write_it(wiremock, said, digits):
    wiremock.stub(GET, owned_by(said))
    assert HttpFileRegistry(getting(wiremock.url), ZONE).look_up(CODE, digits).details == DETAILS


@pytest.mark.parametrize(
    "said",
    [
        None,
        "",
        "không có",
        "0000000000",
        "0000",
        0,
        True,
        ["0900123456"],
        "0900123456; 0911123456",
        "xxxx",
        "٠٩٠٠١٢٣٤٥٦",
    ],
)
@pytest.mark.parametrize("digits", ["0000", "3456", "xxxx", "", "None"])
def test_without_a_number_there_is_nothing_to_ask_for_and_nothing_opens(wiremock, said, digits):
    wiremock.stub(GET, owned_by(said))
    told = HttpFileRegistry(getting(wiremock.url), ZONE).look_up(CODE, digits)
    assert told == replace(FOUND, provable=False)


@pytest.mark.parametrize("digits", ["", "3456", "xxxx"])
def test_without_a_path_to_the_number_nothing_opens(wiremock, digits):
    wiremock.stub(GET, GOOD)
    adapter = HttpFileRegistry(getting(wiremock.url, proof=OwnerProof()), ZONE)
    assert adapter.look_up(CODE, digits) == replace(FOUND, provable=False)


@pytest.mark.parametrize(
    ("lacks", "name", "papers"),
    [
        ("Tờ khai; Căn cước\r\n* Ảnh 4x6;;", "", ("Tờ khai", "Căn cước", "Ảnh 4x6")),
        (["Tờ khai", 7, None, "  Căn   cước "], "", ("Tờ khai", "Căn cước")),
        ([[1], {"a": {"b": "Tờ khai"}}], "a.b", ("Tờ khai",)),
        ({"name": "Tờ khai"}, "name", ()),
        (7, "", ()),
        ([f"Giấy {number}" for number in range(30)], "", tuple(f"Giấy {number}" for number in range(12))),
        (["a" * 500], "", ("a" * 120,)),
    ],
    ids=str,
)
def test_missing_papers_however_they_are_listed(wiremock, lacks, name, papers):
    wiremock.stub(GET, {"status": 200, "jsonBody": {"data": {"items": [{**FILE, "lacks": lacks}]}}})
    registry = getting(wiremock.url, answer=replace(ANSWER, missing_name=name))
    assert HttpFileRegistry(registry, ZONE).look_up(CODE, "3456").details.missing == papers


def owned_by(said):
    """The file with this telephone number."""
    return {"status": 200, "jsonBody": {"data": {"items": [{**FILE, "owner": {"phones": [said]}}]}}}


def test_code_and_unit_in_the_query_with_headers(wiremock):
    query = {"ma": {"equalTo": CODE}, "donvi": {"equalTo": "Phường 1&2"}, "v": {"equalTo": "2"}}
    headers = {"X-Unit": {"equalTo": "don-vi"}, "Accept": {"equalTo": "application/hal+json"}}
    wiremock.stub({"method": "GET", "urlPath": "/tra-cuu", "queryParameters": query, "headers": headers}, GOOD)
    registry = replace(
        getting(wiremock.url),
        url=f"{wiremock.url}/tra-cuu?donvi={{unit}}",
        unit="Phường 1&2",
        parameters=(Part("ma", "{code}"), Part("v", "2")),
        headers=(Part("X-Unit", "don-vi"), Part("Accept", "application/hal+json")),
    )
    assert ask(registry)[0] == FOUND


def test_a_form(wiremock):
    form = {"ma": {"equalTo": CODE}, "tên": {"equalTo": "{code}"}}
    wiremock.stub({"method": "POST", "urlPath": "/tra-cuu", "formParameters": form}, GOOD)
    parts = (Part("ma", "{code}"), Part("tên", "{unit}"))
    registry = Registry(
        f"{wiremock.url}/tra-cuu", "{code}", DEADLINE_S, send=Send.FORM, parameters=parts, answer=ANSWER, proof=PROOF
    )
    assert ask(registry)[0] == FOUND


def test_a_nested_json_body(wiremock):
    body = {"equalToJson": json.dumps({"filter": {"code": CODE, "kind": "file"}, "unit": "H09"})}
    wiremock.stub({"method": "POST", "urlPath": "/search", "bodyPatterns": [body]}, GOOD)
    parts = (Part("filter.code", "{code}"), Part("unit", "{unit}"), Part("filter.kind", "file"))
    registry = Registry(f"{wiremock.url}/search", "H09", DEADLINE_S, parameters=parts, answer=ANSWER, proof=PROOF)
    assert ask(registry)[0] == FOUND


def test_the_preset_needs_an_address_and_a_unit_alone(wiremock):
    question = {"session": "", "madonvi": "H09", "service": "TraCuuHoSo", "mahoso": CODE}
    record = {"MaHoSo": CODE, "TrangThaiHoSo": 5, "NgayHenTra": "20261122163000", "ChuHoSo": OWNER}
    wiremock.stub(
        {"method": "POST", "urlPath": "/api", "bodyPatterns": [{"equalToJson": json.dumps(question)}]},
        {"status": 200, "jsonBody": {"error_code": 0, "result": [record]}},
    )
    answer, _ = ask(Registry(f"{wiremock.url}/api", "H09", DEADLINE_S))
    assert answer == RegistryAnswer(LookUp.FOUND, 5, due_on=date(2026, 11, 22))


def test_the_preset_with_the_digits_of_a_telephone(wiremock):
    record = {"MaHoSo": CODE, "TrangThaiHoSo": 5, "TenTTHC": "Đăng ký kết hôn", "NgayTiepNhan": "20261102083000"}
    record |= {"DienThoai": "0900123456", "ChuHoSo": OWNER}
    wiremock.stub(
        {"method": "POST", "urlPath": "/api"}, {"status": 200, "jsonBody": {"error_code": 0, "result": [record]}}
    )
    adapter = HttpFileRegistry(
        Registry(f"{wiremock.url}/api", "H09", DEADLINE_S, proof=OwnerProof("DienThoai", digits=6)), ZONE
    )
    bare = RegistryAnswer(LookUp.FOUND, 5, "Đăng ký kết hôn", provable=True)
    assert [adapter.look_up(CODE), adapter.look_up(CODE, "123457"), adapter.look_up(CODE, "3456")] == [bare] * 3
    details = FileDetails("Đăng ký kết hôn", date(2026, 11, 2))
    assert adapter.look_up(CODE, "123456") == replace(bare, details=details)


def test_a_registry_that_fails_is_left_alone_for_a_while_and_then_tried_again(wiremock):
    now = [100.0]
    adapter = HttpFileRegistry(getting(wiremock.url, cache_s=0), ZONE, clock=lambda: now[0])
    wiremock.stub(GET, {"status": 500})
    assert [adapter.look_up(CODE, digits) for digits in (None, "3456", None)] == [UNAVAILABLE] * 3
    asked = wiremock.asked()
    assert [adapter.look_up(CODE, digits) for digits in (None, "3456")] == [UNAVAILABLE] * 2
    assert wiremock.asked() == asked == FAILURES
    wiremock.stub(GET, GOOD, priority=1)
    now[0] += REST_S
    assert adapter.look_up(CODE, "3456").details == DETAILS


@pytest.mark.parametrize(
    ("response", "answer"),
    [
        ({"status": 404}, RegistryAnswer(LookUp.UNKNOWN_FILE)),
        ({"status": 200, "jsonBody": {"data": {"items": []}}}, RegistryAnswer(LookUp.UNKNOWN_FILE)),
        ({"status": 200, "jsonBody": {"data": {"items": FILE}}}, FOUND),
        ({"status": 200, "jsonBody": {"data": {"items": "none"}}}, UNAVAILABLE),
        ({"status": 200, "jsonBody": {"data": {"items": [{"state": "DONE"}]}}}, UNAVAILABLE),
        ({"status": 200, "jsonBody": {"data": {"items": [{"id": CODE}]}}}, RegistryAnswer(LookUp.FOUND)),
        ({"status": 200, "jsonBody": {"data": {"items": [{"id": CODE, "state": 9}]}}}, RegistryAnswer(LookUp.FOUND)),
        ({"status": 200, "jsonBody": {"data": {"items": [{"id": CODE, "state": [9]}]}}}, RegistryAnswer(LookUp.FOUND)),
        ({"status": 200, "body": f'{{"data": {{"items": [{{"id": "{CODE}"}}]}}, "x": tru}}'}, UNAVAILABLE),
        ({"status": 403}, UNAVAILABLE),
        ({"status": 500, "jsonBody": GOOD["jsonBody"]}, UNAVAILABLE),
        ({"status": 200, "body": "<html>bảo trì</html>"}, UNAVAILABLE),
        ({"status": 200, "body": " " * 300_000}, UNAVAILABLE),
        ({"fault": "MALFORMED_RESPONSE_CHUNK"}, UNAVAILABLE),
        ({"fault": "RANDOM_DATA_THEN_CLOSE"}, UNAVAILABLE),
        ({"fault": "EMPTY_RESPONSE"}, UNAVAILABLE),
        ({"fault": "CONNECTION_RESET_BY_PEER"}, UNAVAILABLE),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_comes_instead(wiremock, response, answer):
    wiremock.stub(GET, response)
    told, seconds = ask(getting(wiremock.url))
    assert told == answer
    assert seconds < DEADLINE_S + GRACE_S


@pytest.mark.parametrize(
    "response",
    [
        {**GOOD, "fixedDelayMilliseconds": 6000},
        {**GOOD, "chunkedDribbleDelay": {"numberOfChunks": 60, "totalDuration": 6000}},
    ],
    ids=["delay", "dribble"],
)
def test_nobody_is_waited_for_beyond_the_deadline(wiremock, response):
    wiremock.stub(GET, response)
    answer, seconds = ask(getting(wiremock.url, deadline_s=0.6))
    assert answer == UNAVAILABLE
    assert 0.6 <= seconds < 0.6 + GRACE_S


@pytest.mark.parametrize(
    "response", [{"status": 503, "headers": {"Retry-After": "30"}}, {"fault": "CONNECTION_RESET_BY_PEER"}]
)
@pytest.mark.parametrize(("ask_twice", "method", "tries"), [(True, "POST", 2), (False, "POST", 1), (False, "GET", 2)])
def test_a_question_is_asked_once_more_where_it_may_be(wiremock, response, ask_twice, method, tries):
    wiremock.stub({"method": method, "urlPath": PATH}, response, scenarioName="once", requiredScenarioState="Started",
                  newScenarioState="well")  # fmt: skip
    wiremock.stub({"method": method, "urlPath": PATH}, GOOD, scenarioName="once", requiredScenarioState="well")
    answer, _ = ask(replace(getting(wiremock.url), method=Method(method), ask_twice=ask_twice))
    assert answer == (FOUND if tries == 2 else UNAVAILABLE)
    assert wiremock.asked() == tries


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_never_followed(wiremock, status):
    elsewhere = wiremock.url.replace("127.0.0.1", "localhost") + "/elsewhere"
    wiremock.stub(GET, {"status": status, "headers": {"Location": elsewhere}})
    wiremock.stub({"urlPath": "/elsewhere"}, GOOD)
    assert ask(getting(wiremock.url))[0] == UNAVAILABLE
    assert wiremock.asked() == 1


def test_proxies_of_the_environment_are_not_used(wiremock, monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    wiremock.stub(GET, GOOD)
    assert ask(getting(wiremock.url))[0] == FOUND


def secret(tmp_path, word="bí mật"):
    path = tmp_path / "registry.secret"
    path.write_text(f"{word}\n", "utf-8")
    return str(path)


def test_basic(wiremock, tmp_path):
    wiremock.stub({**GET, "basicAuthCredentials": {"username": "motcua", "password": "bí mật"}}, GOOD)
    wiremock.stub(GET, {"status": 401}, priority=9)
    access = Access(Proof.BASIC, "motcua", secret(tmp_path))
    assert ask(getting(wiremock.url, access=access))[0] == FOUND
    assert ask(getting(wiremock.url, access=replace(access, user="other")))[0] == UNAVAILABLE


def test_a_bearer_token_from_a_file_that_changes(wiremock, tmp_path):
    wiremock.stub({**GET, "headers": {"Authorization": {"equalTo": "Bearer t2"}}}, GOOD)
    wiremock.stub(GET, {"status": 401}, priority=9)
    adapter = HttpFileRegistry(getting(wiremock.url, access=Access(Proof.BEARER, "", secret(tmp_path, "t1"))), ZONE)
    assert adapter.look_up(CODE) == UNAVAILABLE
    assert wiremock.asked() == 1  # another try with the same token makes no sense
    secret(tmp_path, "t2")
    assert adapter.look_up(CODE) == FOUND


@pytest.mark.parametrize("word", ["a\nb", "một"])
def test_a_token_that_no_header_can_hold_is_not_sent(wiremock, tmp_path, word):
    assert ask(getting(wiremock.url, access=Access(Proof.BEARER, "", secret(tmp_path, word))))[0] == UNAVAILABLE


def test_a_secret_that_cannot_be_read(wiremock, tmp_path):
    assert ask(getting(wiremock.url, access=Access(Proof.BEARER, "", str(tmp_path / "none"))))[0] == UNAVAILABLE
    assert wiremock.asked() == 0


def with_login(wiremock, tmp_path, **keys):
    """Tokens s1, s2, ... each good until ``end`` is posted; the question answers 401 to any other."""
    form = {"ten": {"equalTo": "motcua"}, "mat_khau": {"equalTo": "bí mật"}}
    login = {"method": "POST", "urlPath": "/login", "formParameters": form}
    for state, after, token in (
        ("Started", "one", "s1"),
        ("one", "one", "s1"),
        ("ended", "two", "s2"),
        ("two", "two", "s2"),
    ):
        wiremock.stub(login, {"status": 200, "jsonBody": {"data": [{"token": token}]}}, scenarioName="s",
                      requiredScenarioState=state, newScenarioState=after)  # fmt: skip
    for state, token in (("one", "s1"), ("two", "s2")):
        wiremock.stub({**GET, "headers": {"X-Session": {"equalTo": token}}}, GOOD, scenarioName="s",
                      requiredScenarioState=state)  # fmt: skip
    wiremock.stub({"method": "POST", "urlPath": "/end"}, {"status": 204}, scenarioName="s", requiredScenarioState="one",
                  newScenarioState="ended")  # fmt: skip
    wiremock.stub(GET, {"status": 401}, priority=9)
    parts = (Part("ten", "{user}"), Part("mat_khau", "{secret}"))
    keys = {"cache_s": 0, "headers": (Part("X-Session", "{token}"),)} | keys
    return getting(
        wiremock.url,
        access=Access(Proof.NONE, "motcua", secret(tmp_path)),
        login=Login(f"{wiremock.url}/login", send=Send.FORM, parameters=parts, token="data[0].token"),
        **keys,
    )


def logins(wiremock):
    return wiremock.asked(method="POST", urlPath="/login")


def end(wiremock):
    import requests  # noqa: PLC0415

    assert requests.post(f"{wiremock.url}/end", timeout=5).status_code == 204


def test_a_login_once_and_again_when_the_session_has_ended(wiremock, tmp_path):
    adapter = HttpFileRegistry(with_login(wiremock, tmp_path), ZONE)
    assert [adapter.look_up(CODE), adapter.look_up(CODE)] == [FOUND, FOUND]
    assert logins(wiremock) == 1
    end(wiremock)
    assert [adapter.look_up(CODE), adapter.look_up(CODE)] == [FOUND, FOUND]
    assert logins(wiremock) == 2
    assert wiremock.asked(**GET) == 5


def test_many_at_once_log_in_once(wiremock, tmp_path):
    adapter = HttpFileRegistry(with_login(wiremock, tmp_path, deadline_s=4.0), ZONE)
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(adapter.look_up(CODE))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert answers == [FOUND] * 6
    assert logins(wiremock) == 1


def test_a_refused_login_is_not_repeated_until_the_secret_changes(wiremock, tmp_path):
    registry = with_login(wiremock, tmp_path)
    wiremock.stub({"method": "POST", "urlPath": "/login"}, {"status": 401}, priority=9)
    secret(tmp_path, "wrong")
    adapter = HttpFileRegistry(registry, ZONE)
    assert [adapter.look_up(CODE), adapter.look_up(CODE)] == [UNAVAILABLE] * 2
    assert logins(wiremock) == 1
    secret(tmp_path)
    assert adapter.look_up(CODE) == FOUND


def test_an_ended_session_that_is_told_in_the_answer(wiremock, tmp_path):
    wiremock.stub({**GET, "headers": {"X-Session": {"equalTo": "s1"}}}, {"status": 200, "jsonBody": {"ok": "het_phien"}},
                  scenarioName="s", requiredScenarioState="one", newScenarioState="ended", priority=1)  # fmt: skip
    good = {"status": 200, "jsonBody": {**GOOD["jsonBody"], "ok": True}}
    wiremock.stub({**GET, "headers": {"X-Session": {"equalTo": "s2"}}}, good, priority=1)
    answer = replace(ANSWER, good="ok", good_words=("true",), ended_words=("het_phien",))
    assert ask(with_login(wiremock, tmp_path, answer=answer))[0] == FOUND
    assert logins(wiremock) == 2


@pytest.mark.parametrize("step", ["/login", PATH])
def test_login_and_question_share_one_deadline(wiremock, tmp_path, step):
    registry = with_login(wiremock, tmp_path, deadline_s=0.8)
    slow = {"status": 200, "jsonBody": {"data": [{"token": "s1"}]}, "fixedDelayMilliseconds": 500}
    wiremock.stub({"urlPath": "/login"}, slow, priority=1)
    wiremock.stub({"urlPath": PATH}, {**GOOD, "fixedDelayMilliseconds": 500}, priority=1)
    if step == "/login":
        wiremock.stub({"urlPath": "/login"}, {**slow, "fixedDelayMilliseconds": 3000}, priority=1)
    answer, seconds = ask(registry)
    assert answer == UNAVAILABLE
    assert 0.8 <= seconds < 0.8 + GRACE_S


def test_mutual_tls(wiremock, certificates):
    wiremock.stub(GET, GOOD)
    access = Access(
        certificate=str(certificates.client), key=str(certificates.client_key), authority=str(certificates.server)
    )
    assert ask(getting(wiremock.secure_url, access=access, deadline_s=4.0))[0] == FOUND
    for wrong in (
        replace(access, certificate="", key=""),  # not shown
        replace(access, certificate=str(certificates.server), key=str(certificates.server_key)),  # somebody else's
        replace(access, authority=""),  # the server is no one that browsers trust
        replace(access, certificate="/none.pem"),
    ):
        assert ask(getting(wiremock.secure_url, access=wrong, deadline_s=4.0))[0] == UNAVAILABLE
    assert wiremock.asked() == 1


def test_what_was_found_is_remembered_for_a_minute(wiremock):
    wiremock.stub(GET, GOOD)
    now = [100.0]
    adapter = HttpFileRegistry(getting(wiremock.url, cache_s=60.0), ZONE, clock=lambda: now[0])
    assert adapter.look_up(CODE) == FOUND
    wiremock.forget()
    wiremock.stub(GET, {"status": 404})
    now[0] += 59
    assert adapter.look_up(CODE) == FOUND
    assert wiremock.asked() == 0
    now[0] += 1
    assert adapter.look_up(CODE).outcome is LookUp.UNKNOWN_FILE
    assert adapter.look_up(CODE).outcome is LookUp.UNKNOWN_FILE
    assert wiremock.asked() == 2  # only what was found is remembered
