"""The doctor at the clock of the controller's machine: whether a time server has answered, in the words of a real chronyc."""

import dataclasses
import os

import pytest

from contract.controller_profile import ControllerProfile
from contract.machines import Clock
from contract.topics import Role
from firmware_config.doctor.finding import Area
from firmware_config.doctor.patient import Device, Patient
from tests.firmware_config.surgery import account, findings, kinds
from tests.office import small_site

SITE = dataclasses.replace(small_site(), clock=Clock(servers=("ntp.tinh.example", "10.1.2.3")))
UNHEARD = "00000000,,0,0.000000000,0.000000000,0.000000000,0.000000000,0.000,0.000,0.000,1.000000000,1.000000000,0.0,Not synchronised"
HEARD = "0A010203,10.1.2.3,3,1795371000.123456789,0.000012,0.000034,0.000056,-7.120,0.001,0.040,0.012,0.001,64.2,Normal"


def host(folder, site=SITE, *, installed=True):
    profile = ControllerProfile(
        account("controller", Role.CONTROLLER, timezone="Nowhere/At_All"), site, str(folder), "x"
    )
    return Patient((Device(profile.account, profile),), installed=installed)


def chronyc(folder, said, code):
    program = folder / "chronyc"
    program.write_text(f'#!/bin/sh\n[ "$*" = "-n -c tracking" ] || exit 9\necho "{said}"\nexit {code}\n')
    program.chmod(0o755)


@pytest.mark.parametrize(("said", "code"), [(UNHEARD, 0), ("506 Cannot talk to daemon", 1)])
def test_no_time_server_has_answered_the_controllers_machine(tmp_path, monkeypatch, said, code):
    chronyc(tmp_path, said, code)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    (found,) = findings(host(tmp_path), Area.CLOCK)
    assert (found.kind, found.values) == ("clock_unheard", {"servers": "ntp.tinh.example, 10.1.2.3"})


def test_a_time_server_that_answers_and_an_office_that_has_none(tmp_path, monkeypatch):
    chronyc(tmp_path, HEARD, 0)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert kinds(host(tmp_path), Area.CLOCK) == []
    chronyc(tmp_path, UNHEARD, 0)
    assert kinds(host(tmp_path, dataclasses.replace(SITE, clock=Clock(servers=()))), Area.CLOCK) == []
    assert kinds(host(tmp_path, installed=False), Area.CLOCK) == []


def test_another_program_may_set_the_clock(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert kinds(host(tmp_path), Area.CLOCK) == []
