"""A kiosk's receipt printer: there, ours, switched on, with paper, closed, and of the model that the site file says."""

from collections.abc import Iterator
from typing import Final

from contract.notices import Printer
from contract.printer_models import PrinterModelError, printer_model
from contract.profile import KioskProfile
from contract.topics import Role
from firmware_config.doctor.adapters.escpos_printer import PrinterError, condition
from firmware_config.doctor.finding import Area, Finding, Told
from firmware_config.doctor.patient import Patient

AREAS: Final = (Area.PRINTER,)
CONDITIONS: Final = {
    Printer.PAPER_LOW: "printer_low",
    Printer.PAPER_OUT: "printer_out",
    Printer.COVER_OPEN: "printer_open",
    Printer.ERROR: "printer_fault",
    Printer.OFFLINE: "printer_offline",
}


def look(patient: Patient, until: float) -> Iterator[Told]:
    """Every printer of this machine; from the office's computer those on the network."""
    for name, address, model, paper_mm in _printers(patient):
        yield Area.PRINTER
        yield from _printer(name, address, model, paper_mm, until)


def _printers(patient: Patient) -> Iterator[tuple[str, str, str, int]]:
    for device, profile in patient.of(KioskProfile):
        if profile.printer:
            yield device.name, profile.printer, profile.printer_model, profile.paper_mm
    here = {device.name for device in patient.devices}
    for one in patient.site.devices if patient.site else ():
        if one.role is Role.KIOSK and one.printer.startswith("tcp://") and one.id not in here:
            yield str(one.id), one.printer, one.printer_model, one.paper_mm


def _printer(name: str, address: str, model: str, paper_mm: int, until: float) -> Iterator[Finding]:
    values = {"printer": address, "device": name}
    answers = True
    try:
        answers = printer_model(model, paper_mm).status
    except PrinterModelError:
        yield Finding("printer_model_wrong", {**values, "model": model, "paper": paper_mm}, name)
    try:
        said = condition(address, until)
    except PrinterError as fault:
        yield Finding(str(fault), values, name)
        return
    if said is None and answers:
        yield Finding("printer_silent", {**values, "model": model}, name)
    elif said in CONDITIONS:
        yield Finding(CONDITIONS[said], values, name)
