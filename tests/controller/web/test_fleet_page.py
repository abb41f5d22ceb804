"""The page of the fleet over real HTTP: who looks, who acts, what it says, and ``/fleet/state`` and ``/metrics`` beside it."""

from dataclasses import replace
from datetime import timedelta

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from contract.broker_topics import CONNECTED
from contract.commands import HoldNumbers, ReportTicket
from contract.conditions import Camera, Printer
from contract.directives import Deed, Directive, Done, Result
from contract.fleet import Fleet as FleetTable
from contract.health import Health, Mishap
from contract.ids import DeviceId
from contract.language import load_texts
from contract.notices import Presence
from contract.request_ids import new_request_id
from contract.site import Device
from contract.topics import Role
from controller.adapters.http_state import ask_controller, note_address
from controller.core.rights import device_sender
from controller.fleet_table import Page, lines, tell_fleet
from controller.web.fleet_words import fleet_words
from controller.web.page import HERE
from tests.controller.web.page_hall import PageHall
from tests.office import AN, HOA, KEYPAD, KIOSK, LAND, PAD

BOARD, SPEAKER = DeviceId("bang-chinh"), DeviceId("loa-1")
VI = load_texts(HERE.parent / "texts", "vi")


class FleetHall:
    """A hall in which every device but one speaks for itself; directives go nowhere and are kept."""

    def __init__(self, hall: PageHall) -> None:
        self.hall, self.sent = hall, []
        more = (Device(BOARD, Role.HALL_BOARD), Device(SPEAKER, Role.SPEAKER))
        own = (replace(one, printer="usb:1", camera="0") if one.id == KIOSK else one for one in hall.site.devices)
        hall.site = replace(hall.site, devices=(*own, *more))
        hall.direct = lambda device, directive: self.sent.append((device, directive))  # what the link does
        hall.start()
        self.fleet, self.service = hall.service.fleet, hall.service
        self.fleet.link_changed(up=True)
        for one in hall.site.devices[:-1]:
            self.here(one.id)

    def here(self, device, **parts):
        now = self.hall.clock()
        self.service.heard(Presence(device, online=True, **parts))
        started = now - timedelta(hours=3)
        self.service.heard_health(Health(device, "0.1.0", now, started, 90_000, 51.4, 8000, 29_000))

    def state(self):
        return fleet_words(self.fleet, self.hall.site, self.hall.clock(), VI)

    def card(self, device):
        return next(one for one in self.state()["devices"] if one["id"] == device)

    def cookies(self, officer):
        return self.hall.sign_in(officer, None).cookies.get_dict()

    def press(self, officer, device, command, request=None):
        body = {"request": request or new_request_id(), "command": command, "device": device}
        return self.hall.post("/fleet/command", body, self.cookies(officer))


@pytest.fixture
def fleet(hall):
    return FleetHall(hall)


def test_a_device_that_never_came_is_no_trouble_but_said(fleet):
    state = fleet.state()
    assert (state["verdict"], state["stage"]) == ("4 thiết bị đang tốt", "fine")
    assert state["unheard"] == "1 thiết bị chưa từng thấy"
    assert fleet.card(SPEAKER)["state"] == "Chưa từng thấy máy này"
    assert fleet.card(SPEAKER)["deeds"] == []


def test_an_office_in_which_nobody_is_yet(hall):
    hall.start()
    hall.service.fleet.link_changed(up=True)
    state = fleet_words(hall.service.fleet, hall.site, hall.clock(), VI)
    assert (state["verdict"], state["stage"]) == ("Chưa có thiết bị nào kết nối", "bad")
    assert state["devices"][0]["facts"] == []


def test_the_facts_of_a_kiosk(fleet):
    fleet.here(KIOSK, printer=Printer.READY, camera=Camera.READY)
    facts = dict(fleet.card(KIOSK)["facts"])
    assert facts["Chương trình"] == "0.1.0, đã chạy 3 giờ 0 phút"
    assert (facts["Máy đã bật"], facts["Nhiệt độ"]) == ("1 ngày 1 giờ", "51 °C")
    assert (facts["Đĩa"], facts["Máy in"]) == ("còn 7,8 GB trong 28,3 GB", "Máy in sẵn sàng")
    assert (facts["Máy quét"], facts["Cấu hình"]) == ("Nhìn rõ", "Chưa báo")


def test_troubles_come_first_with_what_to_do(fleet):
    fleet.here(KIOSK, printer=Printer.COVER_OPEN)
    fleet.service.heard(Presence(BOARD, online=False))
    state = fleet.state()
    assert state["verdict"] == "2 thiết bị cần xem"
    assert [one["id"] for one in state["devices"][:2]] == [KIOSK, BOARD]
    assert fleet.card(KIOSK)["wrong"] == ["Máy in mở nắp hoặc bị lỗi. Xin đóng nắp máy in, xem dây và nguồn."]
    assert fleet.card(BOARD)["state"] == "Mất liên lạc từ 08:00"
    assert "motcua replace bang-chinh" in fleet.card(BOARD)["replace"]


def test_away_since_before_the_controller_came_is_told_by_the_last_health(fleet):
    now = fleet.hall.clock()
    health = Health(SPEAKER, "0.1.0", now - timedelta(days=1), error=Mishap("controller.speaker:9 PlayerError", now))
    fleet.service.heard_health(health)
    fleet.service.heard(Presence(SPEAKER, online=False))
    assert fleet.card(SPEAKER)["state"] == "Mất liên lạc từ 08:00 22/11"
    assert dict(fleet.card(SPEAKER)["facts"])["Lỗi gần nhất"] == "controller.speaker:9 PlayerError · 08:00"


def test_out_of_service_and_back(fleet):
    assert fleet.press(AN, KIOSK, "out").json() == {"accepted": True, "text": ""}
    assert not fleet.service.twins.serves(KIOSK)
    assert (fleet.card(KIOSK)["heat"], fleet.card(KIOSK)["duty"][0]) == ("out", "back")
    assert fleet.press(AN, KIOSK, "out").json()["text"] == VI["refused.already_so"]
    assert fleet.press(AN, KIOSK, "back").json()["accepted"]
    assert fleet.card(KIOSK)["duty"][0] == "out"


def test_an_errand_from_press_to_end(fleet):
    name = new_request_id()
    for _ in range(2):  # sent twice, done once
        assert fleet.press(AN, KIOSK, "test-print", name).json()["accepted"]
    [(device, directive)] = fleet.sent
    assert (device, directive) == (KIOSK, Directive(directive.id, "test-print"))
    assert fleet.card(KIOSK)["errand"] == "In thử (08:00:00): đã gửi…"
    now = fleet.hall.clock()
    fleet.service.heard_health(Health(KIOSK, at=now, done=Done(directive.id, Result.FAILED, "cover_open")))
    assert fleet.card(KIOSK)["errand"] == "In thử (08:00:00): không được · mở nắp"
    assert fleet.card(KIOSK)["errand_heat"] == "bad"
    fleet.press(AN, BOARD, "restart")
    fleet.hall.clock.move(seconds=11)
    assert fleet.card(BOARD)["errand"].endswith("máy không trả lời")


@pytest.mark.parametrize(("device", "command"), [(KEYPAD, "test-print"), ("nobody", "restart"), (PAD, "test-board")])
def test_what_a_device_does_not_do_is_not_sent(fleet, device, command):
    assert fleet.press(AN, device, command).json() == {"accepted": False, "text": VI["fleet.cannot"]}
    assert fleet.sent == []


def test_heads_look_and_only_it_acts(fleet):
    page = requests.get(f"{fleet.hall.address}/fleet", cookies=fleet.cookies(HOA), timeout=10).text
    assert 'data-may-act="no"' in page
    answer = fleet.press(HOA, KIOSK, "restart")
    assert (answer.status_code, answer.json()["text"]) == (403, VI["fault.not_it"])
    assert fleet.sent == []


@pytest.mark.parametrize("body", [b"{}", b'{"request": "12345678", "command": "shout", "device": "kiosk-1"}', b"[]"])
def test_what_no_page_sends_is_refused(fleet, body):
    assert fleet.hall.post("/fleet/command", body, fleet.cookies(AN)).status_code == 400


def test_a_health_of_nobody_and_one_of_nonsense_is_not_kept(fleet):
    for health in (
        Health(DeviceId("stranger")),
        Health(KIOSK, at=fleet.hall.clock().replace(tzinfo=None)),
        Health(KIOSK, "x" * 129),
        Health(KIOSK, error=Mishap("một dòng\nnữa")),
    ):
        with pytest.raises(Exception, match=r"site file|zone|code"):
            fleet.service.heard_health(health)
    assert dict(fleet.card(KIOSK)["facts"])["Chương trình"].startswith("0.1.0")


def test_the_terminal_prints_the_same_table(fleet, capsys):
    fleet.here(KIOSK, printer=Printer.PAPER_OUT)
    folder = fleet.hall.folder
    assert tell_fleet(folder, "vi", VI) == 3
    note_address(folder, fleet.hall.address)
    capsys.readouterr()
    assert tell_fleet(folder, "vi", VI) == 1
    told = capsys.readouterr().out
    assert told.startswith("1 thiết bị cần xem\n1 thiết bị chưa từng thấy\n\n■ Máy lấy số kiosk-1")
    assert "! Máy in hết giấy. Xin lắp cuộn giấy mới." in told
    fleet.here(KIOSK, printer=Printer.READY)
    assert tell_fleet(folder, "en", VI) == 0
    assert "Kiosk kiosk-1" in "\n".join(lines(ask_controller(folder, "/fleet/state?lang=en", Page)))


def test_the_head_reads_that_a_kiosk_gave_numbers_alone(fleet):
    kiosk = device_sender(fleet.hall.site, KIOSK)
    held = fleet.service.handle(kiosk, fleet.hall.request(HoldNumbers(LAND, "book")))
    assert held.numbers
    taken = fleet.hall.clock() + timedelta(minutes=5)
    fleet.hall.clock.move(minutes=25)
    report = ReportTicket(new_request_id(), held.numbers[0].number, taken)
    fleet.service.handle(kiosk, fleet.hall.request(report))
    page = requests.get(f"{fleet.hall.address}/head", cookies=fleet.cookies(HOA), timeout=10).text
    assert "kiosk-1 tự cấp 1 số khi mất liên lạc, từ 08:05 đến 08:25 (20 phút)" in page
    fleet.hall.stop()
    fleet.hall.start(sit=False)
    assert fleet.hall.service.alone[KIOSK].count == 1, "the journal tells it after a start"


# Figures --------------------------------------------------------------------------------------------------------------


def families(text):
    return {one.name: one for one in text_string_to_metric_families(text)}


def value(family, **labels):
    return next(one.value for one in family.samples if labels.items() <= one.labels.items())


def test_the_figures_are_read_by_the_librarys_own_parser(fleet):
    fleet.hall.take(LAND, 3)
    fleet.here(KIOSK, printer=Printer.PAPER_LOW)
    fleet.fleet.heard_broker(CONNECTED, b"7")
    answer = fleet.hall.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    found = families(answer.text)
    assert value(found["motcua_tickets"], field=LAND) == 3
    assert value(found["motcua_field_waiting"], field=LAND) == 3
    assert value(found["motcua_device_up"], device=KIOSK, role="kiosk") == 1
    assert value(found["motcua_device_up"], device=SPEAKER) == 0
    assert value(found["motcua_device_trouble"], device=KIOSK, trouble="paper_low") == 1
    assert value(found["motcua_device_disk_free_bytes"], device=KIOSK) == 8000 * 2**20
    assert value(found["motcua_device_temperature_celsius"], device=KIOSK) == 51.4
    assert value(found["motcua_counters"], status="open") == 2
    assert value(found["motcua_broker_up"]) == 1
    assert value(found["motcua_broker_connections"]) == 7
    assert "motcua_broker_messages_dropped" not in found, "it does not say"
    for name, family in found.items():
        assert name.startswith("motcua_"), "of this office alone"
        assert family.documentation.endswith(".")
        assert not any(person in answer.text for person in ("Lan", "lan@", "B001"))


def test_another_machine_needs_the_secret(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("0123456789abcdef\n", "utf-8")
    hall = PageHall(tmp_path / "state")
    hall.site = replace(hall.site, fleet=FleetTable(metrics_file=str(secret)))
    hall.around = _from_elsewhere
    hall.start()
    try:
        assert hall.get("/metrics").status_code == 404
        assert hall.get("/fleet/state").status_code == 404
        assert hall.get("/metrics", Authorization="Bearer wrong").status_code == 404
        assert hall.get("/metrics", Authorization="Bearer 0123456789abcdef").status_code == 200
        secret.write_text("short", "utf-8")
        assert hall.get("/metrics", Authorization="Bearer short").status_code == 404
        secret.unlink()
        assert hall.get("/metrics", Authorization="Bearer ").status_code == 404
    finally:
        hall.stop()


def test_what_a_silent_proxy_hands_on_is_from_elsewhere(tmp_path):
    """A proxy on this machine that adds no header of its own, as nginx does unless it is told to."""
    hall = PageHall(tmp_path / "state")
    hall.site = replace(hall.site, web=replace(hall.site.web, proxy="127.0.0.1"))
    hall.start()
    try:
        assert hall.get("/metrics").status_code == 404
    finally:
        hall.stop()


def _from_elsewhere(app):
    async def moved(scope, receive, send):
        if scope["type"] == "http":
            scope = {**scope, "client": ("192.0.2.7", 40_000)}
        await app(scope, receive, send)

    moved.state = app.state
    return moved


def test_every_deed_has_words():
    for deed in Deed:
        assert VI[f"fleet.deed.{deed.name.lower()}"]
