"""What the tests of printing share: sample slips, a drawing, and a virtual printer at either kind of line."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image, ImageChops

import kiosk
from contract.ids import TicketNumber
from contract.language import load_texts
from demo.printer import VirtualPrinter
from kiosk.adapters.pillow_slip import SlipPainter
from kiosk.core.document import Document
from kiosk.core.slip import Slip, ticket

Plugged = Callable[..., VirtualPrinter]


@pytest.fixture(scope="session")
def texts() -> Mapping[str, str]:
    return load_texts(Path(kiosk.__file__).parent / "texts", "vi")


@pytest.fixture
def make_slip() -> Callable[..., Slip]:
    def make(number: str = "B012", **changes: object) -> Slip:
        values: dict[str, object] = {
            "office": "Bộ phận một cửa thành phố Thủ Dầu Một",
            "number": TicketNumber(number),
            "field": "Chứng thực",
            "issued_at": datetime(2026, 11, 22, 8, 5, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")),
            "ahead": 12,
            "seat": "Dãy ghế 2, trước quầy 2",
            "follow": f"http://192.168.1.20:8080/t/2026-11-22-{number}/abcdefghijklmnop",
        }
        return Slip(**(values | changes))  # type: ignore[arg-type]

    return make


@pytest.fixture
def make_ticket(make_slip: Callable[..., Slip], texts: Mapping[str, str]) -> Callable[..., Document]:
    """The ticket of a sample slip, as it is printed."""
    return lambda number="B012", **changes: ticket(make_slip(number, **changes), texts)


@pytest.fixture(scope="session")
def painter(texts: Mapping[str, str]) -> SlipPainter:
    return SlipPainter(576, texts)


@pytest.fixture(params=["tcp", "usb"])
def plugged(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Plugged]:
    """Virtual printers at a TCP port and at a pseudo terminal in place of /dev/usb/lp0."""
    running: list[VirtualPrinter] = []

    def plug(**build: object) -> VirtualPrinter:
        link = tmp_path / f"lp{len(running)}" if request.param == "usb" else None
        printer = VirtualPrinter(link=link, **build)  # type: ignore[arg-type]
        printer.start()
        running.append(printer)
        return printer

    yield plug
    for printer in running:
        printer.stop()


@pytest.fixture
def tcp_printer() -> Iterator[VirtualPrinter]:
    with VirtualPrinter() as printer:
        yield printer


@pytest.fixture
def same_ink() -> Callable[[Image.Image, Image.Image], bool]:
    """Whether two pictures have the same dots, wherever on the paper they stand."""

    def same(one: Image.Image, other: Image.Image) -> bool:
        cropped = [ImageChops.invert(image.convert("L")) for image in (one, other)]
        first, second = (image.crop(image.getbbox()) for image in cropped)
        return first.size == second.size and ImageChops.difference(first, second).getbbox() is None

    return same
