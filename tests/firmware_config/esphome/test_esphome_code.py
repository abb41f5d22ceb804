"""The C++ of the ESPHome configurations, compiled and run: what it publishes are messages of the contract, what it shows is the number.

Reading JSON, which needs ESPHome's own library, is not run.
"""

import subprocess

import pytest

from contract.codec import decode_request
from contract.commands import CallNext, OpenCounter, RateVisit, Recall, Score
from contract.ids import CounterId, VisitId
from firmware_config.esphome import code
from firmware_config.esphome.code import filled

FIVE, VISIT = CounterId(5), VisitId("2026-11-23-B012")
WORLD = r"""
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#define id(name) (name)
uint32_t millis() { return 10000; }
uint32_t random_uint32() { static uint32_t last = 0x1234abcd; return last *= 2654435761u; }
struct { void publish(const std::string &, const std::string &payload, uint8_t, bool) { puts(payload.c_str()); } } broker;
struct { bool on; void set_state(bool lit) { on = lit; } } lamp;
struct { void print(int place, const char *text) { printf("%d %s\n", place, text); } } it;
bool reached = true, told = true, serves = true;
uint32_t pulse_at = 9900, pressed_at = 0, refused_at = 0, scale = 3, limit_ms = 30000, heard_at = 5800, told_at = 0;
std::string payload, request_id, visit = "2026-11-23-B012", mark = "k7m2", rated, status = "open", number;
"""
LIFE = r"""
void again() { payload = ""; visit = "2026-11-23-B012"; }
int main() {
  rate(2); resend(); rate(1);
  again(); scale = 5; rate(5);
  again(); reached = false; press("CallNext"); reached = true;
  press("Recall"); press("CallNext");
  again(); press("CallNext");
  again(); status = "paused"; press("CallNext");
  puts("-");
  number = "B012"; show();
  number = ""; show();
  status = "open"; show();
  serves = false; show();
  serves = true; reached = false; show();
  payload = ""; pressed_at = 0; reached = serves = true; visit = "2026-11-23-B012";
  pad_lamp(); printf("%d", lamp.on); visit = ""; pad_lamp(); printf("%d", lamp.on);
  visit = "2026-11-23-B012"; keypad_lamp(); printf("%d", lamp.on); visit = ""; keypad_lamp(); printf("%d", lamp.on);
}
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("code")
    functions = {
        "rate(int face)": filled(code.RATE, command="c"),
        "press(const char *key)": filled(code.PRESS, command="c", counter=5),
        "resend()": filled(code.RESEND, command="c", withdrawn=60000),
        "pad_lamp()": code.PAD_LAMP,
        "keypad_lamp()": code.KEYPAD_LAMP,
        "show()": filled(code.SHOW, digits=5, paused="nGHI", closed="dOnG"),
    }
    parts = [f"void {name} {{\n{body}\n}}" for name, body in functions.items()]
    (folder / "life.cpp").write_text("\n".join((WORLD, *parts, LIFE)), "utf-8")
    subprocess.run(["g++", "-std=c++20", "-Wall", "-Werror", "-o", folder / "life", folder / "life.cpp"], check=True)
    return subprocess.run([folder / "life"], capture_output=True, text=True, check=True, timeout=20).stdout


def test_what_is_published_is_of_the_contract(told):
    requests = [decode_request(line.encode()) for line in told.partition("-\n")[0].splitlines()]
    assert [one.command for one in requests] == [
        RateVisit(VISIT, Score.SATISFIED, scale=3, mark="k7m2", after_s=4.2),
        RateVisit(VISIT, Score.SATISFIED, scale=3, mark="k7m2", after_s=4.2),
        RateVisit(VISIT, Score.VERY_UNSATISFIED, scale=5, mark="k7m2", after_s=4.2),
        Recall(FIVE, VISIT),
        CallNext(FIVE),
        OpenCounter(FIVE),
    ]
    assert requests[0].id == requests[1].id
    assert len({one.id for one in requests}) == 5


def test_what_is_shown(told):
    assert told.partition("-\n")[2].splitlines() == ["1 B012", "1 nGHI", "4 .", "5 ", "0 -----", "1010"]
