"""What staff sees: views of the maintenance screen, and the one that citizens see of a kiosk out of service."""

from datetime import datetime

from contract.ids import DeviceId, RequestId
from contract.notices import Camera, Printer, Receipt
from kiosk.core.maintenance_journey import CameraTest, Condition, Maintenance, OutOfService, Pin, TouchTest
from kiosk.core.papers import Copy

SINCE = datetime.fromisoformat("2026-11-23T07:02:00+07:00")
LATEST = Receipt(RequestId("r7"), "2026-11-23-C003", "C003", "f2", SINCE, 4, "")
FINE = Condition(
    DeviceId("kiosk-1"),
    "0.1.0",
    True,
    SINCE,
    Printer.READY,
    "thermal-80",
    80,
    True,
    0,
    23_500,
    out=False,
    latest=LATEST,
)
ILL = Condition(
    DeviceId("kiosk-1"), "0.1.0", False, SINCE, Printer.COVER_OPEN, "thermal-80", 80, True, 12, 700, out=True
)

MAINTENANCE_VIEWS = {
    "pin": Pin(),
    "pin-typed": Pin("123456"),
    "pin-wrong": Pin(wrong=True),
    "pin-wait": Pin(wrong=True, wait_s=480),
    "maintenance": Maintenance(FINE),
    "maintenance-ill": Maintenance(ILL),
    "maintenance-printing": Maintenance(FINE, Copy(RequestId("r8"))),
    "camera-test": CameraTest("H09•••••••••042"),
    "camera-test-dark": CameraTest(camera=Camera.DARK),
    "touch-test": TouchTest(),
    "out-of-service": OutOfService(),
}
