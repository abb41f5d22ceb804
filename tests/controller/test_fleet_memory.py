"""Who is there, who has gone, who never came: also where broker, controller and device go one after the other."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from contract.broker_topics import CONNECTED, HEALTH, VERSION
from contract.codec import encode_notice
from contract.directives import Deed, Done, Result
from contract.errors import MalformedMessageError
from contract.fleet import Trouble
from contract.health import Health
from contract.ids import DeviceId
from contract.language import load_texts
from contract.notices import Presence
from contract.topics import Role
from controller.adapters.json_fleet import keep_errands, keep_sightings, read_errands, read_sightings
from controller.adapters.own_address import is_own_address
from controller.alarms import Alarms
from controller.core.day import Plan, Session
from controller.core.errand import ANSWER_S
from controller.core.fleet_alarms import Alarm
from controller.errands import Errands
from controller.fleet import Fleet
from controller.sightings import HEARD_AGAIN_S, Sightings
from controller.twins import mute_twins
from controller.web.fleet_words import fleet_words
from controller.web.page import HERE
from tests.office import AN, KEYPAD, KIOSK, SetClock, small_site

VI = load_texts(HERE.parent / "texts", "vi")
MORNING_HOURS = Plan((Session(time(7, 30), time(17)),))


class Run:
    """One run of a controller after the other, with what the disk keeps."""

    def __init__(self, folder, plan=None):
        self.folder, self.clock, self.site, self.plan = folder, SetClock(), small_site(), plan
        self.start()

    def start(self, **more):
        sightings = Sightings(
            [one.id for one in self.site.devices], self.clock(), (lambda _day: self.plan) if self.plan else None,
            read_sightings(self.folder), lambda all_of_them: keep_sightings(self.folder, all_of_them),
        )  # fmt: skip
        self.twins = mute_twins(self.site, self.clock)
        devices = {one.id: one for one in self.site.devices}
        errands = Errands(
            devices, read_errands(self.folder), lambda all_of_them: keep_errands(self.folder, all_of_them)
        )
        self.sent = []
        self.fleet = Fleet(
            self.site, self.twins, self.clock, lambda _device, directive: self.sent.append(directive),
            sightings=sightings, errands=errands, **more,
        )  # fmt: skip
        return self

    def link(self, *, up):
        self.fleet.link_changed(up=up)
        return self

    def hears(self, device, *, online):
        self.fleet.present(Presence(device, online=online))
        return self

    def later(self, seconds):
        """As the service does every two seconds."""
        self.clock.move(seconds=seconds)
        for one in self.fleet.overdue():
            self.fleet.present(Presence(one, online=False))
        self.fleet.look_around()
        return self

    def row(self, device=KIOSK):
        return next(one for one in self.fleet.rows() if one.device.id == device)

    def words(self):
        return fleet_words(self.fleet, self.site, self.clock(), VI)

    def card(self, device=KIOSK):
        return next(one for one in self.words()["devices"] if one["id"] == device)


@pytest.fixture
def run(tmp_path):
    return Run(tmp_path)


# Gone -----------------------------------------------------------------------------------------------------------------


def test_a_device_that_died_with_its_broker_is_gone_soon_after_the_broker_is_back(run):
    run.link(up=True).hears(KIOSK, online=True).hears(KEYPAD, online=True).later(60)
    run.link(up=False).later(90)
    died = run.clock() - timedelta(seconds=90)
    run.link(up=True).hears(KEYPAD, online=True).later(HEARD_AGAIN_S - 1)
    assert run.row().troubles == frozenset()
    assert (run.card()["heat"], run.card()["state"]) == ("unheard", "Chưa nghe lại từ lúc máy chủ nối lại")
    assert run.card(KEYPAD)["state"] == "Đang hoạt động"
    run.later(1)
    assert run.row().troubles == {Trouble.GONE}
    assert run.row().since == died
    assert run.row(KEYPAD).troubles == frozenset()
    run.hears(KIOSK, online=True).later(60)
    assert run.row().troubles == frozenset()


def test_a_presence_that_comes_before_the_word_that_the_link_is_up_counts(run):
    run.link(up=True).hears(KIOSK, online=True).link(up=False).later(5)
    run.hears(KIOSK, online=True).link(up=True).later(3600)
    assert run.row().troubles == frozenset()


def test_a_device_that_went_while_the_controller_was_away_is_gone_and_not_new(run):
    run.link(up=True).hears(KIOSK, online=True).later(60)
    run.clock.move(hours=9)
    run.start().link(up=True).later(1)
    assert run.card()["state"] == "Chưa nghe lại từ lúc máy chủ nối lại"
    run.later(HEARD_AGAIN_S)
    assert run.card()["state"] == "Mất liên lạc"
    assert run.card(KEYPAD)["state"] == "Chưa từng thấy máy này"


def test_since_when_a_device_is_away_outlives_controller_and_broker(run):
    run.link(up=True).hears(KIOSK, online=True).later(60).hears(KIOSK, online=False).later(2)
    for _ in range(2):
        run.clock.move(hours=20)
        run.start().link(up=True).later(1).later(HEARD_AGAIN_S)
        assert run.card()["state"] == "Mất liên lạc từ 08:01 23/11"
        assert run.row().troubles == {Trouble.GONE}


def test_what_it_said_last_is_told_as_old(run):
    run.link(up=True).hears(KIOSK, online=True)
    run.fleet.heard(Health(KIOSK, "0.1.0", run.clock(), run.clock(), 60))
    assert "Báo lần cuối" not in dict(run.card()["facts"])
    run.later(119)
    assert "Báo lần cuối" not in dict(run.card()["facts"])
    run.later(1)
    assert dict(run.card()["facts"])["Báo lần cuối"] == "08:00", "it is there, and silent"
    run.hears(KIOSK, online=False)
    assert dict(run.card()["facts"])["Báo lần cuối"] == "08:00"


@pytest.mark.parametrize(
    "worn",
    [
        "[",
        '{"kiosk-1": {"wanted": "2026-11-23T08:00:00", "seen": true}}',
        '{"kiosk-1": {"wanted": "2026-11-23T08:00:00+07:00", "seen": true, "gone": "2026-11-23T08:00:00"}}',
    ],
)
def test_a_memory_that_cannot_be_read_is_as_good_as_none(tmp_path, worn):
    run = Run(tmp_path, MORNING_HOURS)
    run.link(up=True).hears(KIOSK, online=True).later(2)
    (run.folder / "sightings.json").write_text(worn, "utf-8")
    run.start().link(up=True).later(HEARD_AGAIN_S)
    assert run.card()["state"] == "Chưa từng thấy máy này"


def test_a_device_that_the_site_file_no_longer_has_is_forgotten(run):
    run.link(up=True).hears(KIOSK, online=True).later(2)
    run.site = replace(run.site, devices=tuple(one for one in run.site.devices if one.id != KIOSK))
    run.start().link(up=True).hears(KIOSK, online=False).later(2)
    assert KIOSK not in read_sightings(run.folder)
    assert KEYPAD in read_sightings(run.folder)


# Errands --------------------------------------------------------------------------------------------------------------


def pressed(run, deed=Deed.TEST_PRINT):
    """The controller that had the press dies at once."""
    run.link(up=True).hears(KIOSK, online=True)
    assert run.fleet.send(KIOSK, deed, AN)
    [directive] = run.sent
    run.start()
    return directive


def says(run, directive, result, trouble=""):
    run.hears(KIOSK, online=True)
    run.fleet.heard(Health(KIOSK, at=run.clock(), done=Done(directive.id, result, trouble)))
    return run


def test_a_button_that_was_pressed_before_a_restart_is_told_with_what_the_device_says_of_it(run):
    directive = pressed(run)
    assert run.card()["errand"] == "In thử (08:00:00): đã gửi…"
    run.link(up=True)
    says(run, directive, Result.BEGUN).later(2)
    assert run.card()["errand"].endswith("máy đã nhận, làm khi không có người dùng…")
    says(run, directive, Result.FAILED, "cover_open")
    assert run.card()["errand"] == "In thử (08:00:00): không được · mở nắp"


def test_how_it_ended_outlives_controller_and_device(run):
    says(run, pressed(run), Result.DONE).later(2)
    run.hears(KIOSK, online=True)
    run.fleet.heard(Health(KIOSK, at=run.clock()))  # started anew, and knows of nothing
    assert run.card()["errand"] == "In thử (08:00:00): xong"
    run.clock.move(hours=24)
    run.start().link(up=True).later(600)
    assert run.card()["errand"] == "In thử (08:00:00 23/11): xong"
    assert run.card()["errand_heat"] == "fine"


def test_a_restart_that_ended_is_not_taken_for_none(run):
    pressed(run, Deed.RESTART)
    run.link(up=True).hears(KIOSK, online=False).later(5)
    run.hears(KIOSK, online=True).later(2)  # a small device, which tells no moment of its start
    assert run.card()["errand"] == "Khởi động lại (08:00:00): xong"
    run.start().link(up=True).hears(KIOSK, online=True).later(600)
    assert run.card()["errand"] == "Khởi động lại (08:00:00): xong"


def test_a_device_is_not_told_as_silent_before_it_could_be_heard_again(run):
    pressed(run)
    run.later(600)
    assert run.card()["errand"].endswith("đã gửi…"), "no link yet"
    run.link(up=True).later(HEARD_AGAIN_S + ANSWER_S - 1)
    assert run.card()["errand"].endswith("đã gửi…")
    run.later(1)
    assert run.card()["errand"].endswith("máy không trả lời")


def test_what_the_site_file_no_longer_has_or_does_is_forgotten(run):
    pressed(run)
    kiosk = next(one for one in run.site.devices if one.id == KIOSK)
    run.site = replace(run.site, devices=(replace(kiosk, role=Role.SPEAKER),))
    assert run.start().card()["errand"] == ""
    run.site = replace(run.site, devices=(replace(kiosk, id=DeviceId("kiosk-9")),))
    assert run.start().card(DeviceId("kiosk-9"))["errand"] == ""


# Never seen -----------------------------------------------------------------------------------------------------------


def test_the_office_opens_without_a_device_that_never_came(tmp_path):
    run = Run(tmp_path, MORNING_HOURS)
    run.clock.move(hours=-2)
    run.start().link(up=True).later(60)
    assert (run.card()["heat"], run.row().troubles) == ("unheard", frozenset())
    run.later(2 * 3600)
    assert run.row().troubles == {Trouble.UNSEEN}
    [wrong] = run.card()["wrong"]
    assert wrong.startswith("Chưa từng thấy máy này, mà giờ làm việc đã bắt đầu.")
    assert "nếu để dự phòng thì bấm Tạm ngừng phục vụ" in wrong
    run.twins.set_duty(KIOSK, serves=False, by="an")
    assert run.card()["heat"] == "out", "a spare"
    before = run.words()["unheard"]
    run.twins.set_duty(KEYPAD, serves=False, by="an")
    assert run.words()["unheard"] != before, "nor is it counted"
    run.start().link(up=True)
    assert run.row().troubles == {Trouble.UNSEEN}, "a restart forgets it not"
    run.hears(KIOSK, online=True)
    assert run.row().troubles == frozenset()


# The clock of a device ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hours", "said"), [(1, "nhanh 1 giờ 0 phút"), (-1, "chậm 1 giờ 0 phút")])
def test_a_clock_an_hour_off_is_told_and_spoils_no_other_time(run, hours, said):
    run.link(up=True).hears(KIOSK, online=True)
    at = run.clock() + timedelta(hours=hours)
    run.fleet.heard(Health(KIOSK, "0.1.0", at, at - timedelta(minutes=30), 60))
    assert run.row().troubles == {Trouble.CLOCK}
    assert said in run.card()["wrong"][0]
    assert dict(run.card()["facts"])["Chương trình"] == "0.1.0, đã chạy 30 phút"
    run.later(10).hears(KIOSK, online=False)
    assert run.card()["state"] == "Mất liên lạc từ 08:00"
    run.hears(KIOSK, online=True)
    run.fleet.heard(Health(KIOSK, "0.1.0", run.clock(), run.clock(), 60))
    assert run.row().troubles == frozenset()


# Controller and broker ------------------------------------------------------------------------------------------------


def test_without_its_broker_the_controller_claims_nothing_of_its_devices(run):
    run.link(up=True).hears(KIOSK, online=True).later(5).link(up=False)
    card = run.card()
    assert (card["heat"], card["deeds"]) == ("unheard", [])
    assert card["state"] == "Chưa rõ: máy chủ đang mất trung chuyển tin (broker)"
    broker = run.card("broker")
    assert (broker["heat"], broker["state"]) == ("bad", "Mất từ 08:00")
    assert "không nghe được thiết bị nào" in broker["wrong"][0]


def test_a_broker_that_stays_away_is_told_and_nothing_else_is_said_to_be_over(run):
    told = []
    alarms = Alarms(run.site, run.fleet, None, VI, run.clock, {}, told.append)
    run.link(up=True).hears(KIOSK, online=True).hears(KIOSK, online=False)
    alarms.look()
    run.later(301)
    alarms.look()
    run.link(up=False).hears(KIOSK, online=True)
    for _ in range(3):
        alarms.look()
        run.later(61)
    alarms.look()
    gone, broker = Alarm(KIOSK, Trouble.GONE), Alarm(DeviceId(""), Trouble.BROKER_GONE)
    assert told[-1][gone].told
    assert told[-1][gone].well_since is None
    assert told[-1][broker].told


def test_the_brokers_own_figures(run):
    run.link(up=True)
    run.fleet.heard_broker(VERSION, b"mosquitto version 2.0.11")
    run.fleet.heard_broker(CONNECTED, b"7")
    facts = dict(run.card("broker")["facts"])
    assert (facts["Chương trình"], facts["Đang nối"]) == ("mosquitto version 2.0.11", "7")
    assert facts["Máy"] == "cùng máy với máy chủ"


def test_a_broker_on_a_machine_of_its_own_tells_its_disk_or_that_it_cannot(run):
    run.start(shares_machine=False).link(up=True)
    assert "máy khác" in dict(run.card("broker")["facts"])["Máy"]
    health = Health(DeviceId("broker"), "0.1.0", run.clock(), run.clock(), 7200, 55.0, 100, 29_000)
    run.fleet.heard_broker(HEALTH, encode_notice(health))
    card = run.card("broker")
    assert dict(card["facts"])["Máy đã bật"] == "2 giờ 0 phút"
    assert card["wrong"] == ["Đĩa gần đầy. Trên máy đó gõ: motcua doctor."]
    with pytest.raises(MalformedMessageError):
        run.fleet.heard_broker(HEALTH, encode_notice(replace(health, up_s=-1)))
    with pytest.raises(MalformedMessageError):
        run.fleet.heard_broker(HEALTH, b"{")


def test_an_address_of_this_machine_is_told_from_another():
    assert is_own_address("127.0.0.1")
    assert is_own_address("localhost")
    assert not is_own_address("192.0.2.7")
    assert not is_own_address("no such host.invalid")
