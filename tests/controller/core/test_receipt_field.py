"""Where the holder of a receipt takes a number, and who else may not take it there."""

from dataclasses import replace

import pytest

from contract.commands import TakeTicket
from contract.ids import FieldId, FileCode
from contract.notices import Reason
from contract.registry import Registry
from controller.core.receipt_field import fields_of_procedures, receipt_field
from tests.controller.core.engine_day import PAY, Day, wide_site, with_field
from tests.office import CIVIL, LAND

CODE = FileCode("H56.14-240823-0001")
LAND_CHANGE = "ĐĂNG KÝ biến động đất đai"
PLAIN = wide_site()
SPECIAL = replace(PLAIN, registry=Registry(collect_field=CIVIL, pay_field=PAY))


def led_to(site, status, procedure=LAND_CHANGE):
    return receipt_field(site, fields_of_procedures(site), status, procedure)


@pytest.mark.parametrize(
    ("site", "status", "field"),
    [
        (PLAIN, 9, LAND),
        (PLAIN, 6, LAND),
        (SPECIAL, 9, CIVIL),
        (SPECIAL, 6, PAY),
        (SPECIAL, 5, LAND),
        (SPECIAL, 0, LAND),
        (replace(PLAIN, registry=Registry(pay_field=FieldId("gone"))), 6, None),
        (with_field(PLAIN, LAND, offered=False), 9, None),  # no kiosk gives a number there
    ],
)
def test_a_file_leads_to_the_field_of_its_step_or_of_its_procedure(site, status, field):
    assert led_to(site, status) == field


@pytest.mark.parametrize("procedure", [None, "", "Cấp hộ chiếu"])
def test_a_procedure_that_no_field_takes_leads_nowhere_but_to_the_step(procedure):
    assert led_to(SPECIAL, 4, procedure) is None
    assert led_to(SPECIAL, 6, procedure) == PAY


def test_the_fee_counter_gives_numbers_to_who_holds_a_receipt_and_to_nobody_else():
    day = Day(SPECIAL)
    assert day.refused(TakeTicket(PAY)) is Reason.UNKNOWN_FIELD
    assert day.refused(TakeTicket(PAY, FileCode("Nguyễn Văn A"))) is Reason.UNKNOWN_FIELD
    assert day.do(TakeTicket(PAY, CODE)).field == PAY
    assert day.refused(TakeTicket(PAY, CODE)) is Reason.RECEIPT_HAS_NUMBER


def test_without_such_a_rule_a_receipt_opens_no_field():
    assert Day(PLAIN).refused(TakeTicket(PAY, CODE)) is Reason.UNKNOWN_FIELD
