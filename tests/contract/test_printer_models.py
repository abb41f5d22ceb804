"""What is known of printers by their model."""

import pytest

from contract.errors import CallAPersonError
from contract.printer_models import Cutter, PrinterModel, PrinterModelError, printer_model, printer_models


@pytest.mark.parametrize(
    ("name", "paper_mm", "model"),
    [
        ("default", 80, PrinterModel(576)),
        ("default", 58, PrinterModel(384)),
        ("TM-T88V", 80, PrinterModel(512, dpi=180)),
        ("POS-5890", 58, PrinterModel(384, cutter=Cutter.NONE)),
        ("thermal-80-narrow", 80, PrinterModel(512)),
        ("thermal-58-silent", 58, PrinterModel(384, 203, Cutter.NONE, status=False, queue=False, marks=False)),
    ],
)
def test_a_model_on_its_paper(name, paper_mm, model):
    assert printer_model(name, paper_mm) == model
    assert name in printer_models(paper_mm)


@pytest.mark.parametrize(
    ("name", "paper_mm", "says"),
    [
        ("TM-T99", 80, "no printer model"),
        ("TM-U220", 80, "prints no pictures"),
        ("POS-5890", 80, "prints no pictures on paper of 80"),
        ("thermal-58", 80, "paper of 80"),
        ("default", 72, "paper of 72"),
    ],
)
def test_a_printer_that_cannot_do_it_is_named(name, paper_mm, says):
    with pytest.raises(PrinterModelError, match=says) as raised:
        printer_model(name, paper_mm)
    assert isinstance(raised.value, CallAPersonError)
    assert name not in printer_models(paper_mm)
