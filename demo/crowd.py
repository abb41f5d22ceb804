"""The other people of a morning: they take numbers at the second kiosk, and clerks call them."""

import threading
from types import TracebackType
from typing import Final, Self

from contract.codec import decode_notice, encode_request
from contract.commands import Request, TakeTicket
from contract.ids import CounterId, DeviceId, FieldId, RequestId, VisitId
from contract.link import Link
from contract.notices import Receipt
from contract.request_ids import new_request_id
from contract.site import Site
from contract.topics import Role
from demo.hall import Hall

_ARRIVALS: Final = (
    *("hanh-chinh-tu-phap", "chung-thuc", "dat-dai", "cap-phep-xay-dung", "dang-ky-kinh-doanh", "khieu-nai-to-cao"),
    *("chung-thuc", "chung-thuc", "hanh-chinh-tu-phap", "cap-phep-xay-dung", "chung-thuc", "dat-dai"),
    *("dang-ky-kinh-doanh", "cap-phep-xay-dung", "hanh-chinh-tu-phap", "van-hoa"),
)
"""Nobody for the other field of our citizen's counter: it would take whoever is due first."""
_CALLING: Final = tuple(CounterId(one) for one in (1, 8, 4, 7, 6, 2))
_NEIGHBOUR: Final = CounterId(4)
"""Serves the land field too, so it takes the one who waits before our citizen."""
_PATIENCE_S: Final = 10.0


def second_kiosk(site: Site) -> DeviceId | None:
    """The kiosk of the morning's other people; None for a site that is not theirs."""
    kiosks = [one.id for one in site.devices if one.role is Role.KIOSK]
    theirs = {*_ARRIVALS} <= {one.id for one in site.fields} and {*_CALLING} <= {one.id for one in site.counters}
    return kiosks[1] if len(kiosks) > 1 and theirs else None


class Crowd:
    """People of the demo's site file; ``with`` opens and closes the second kiosk, which has no window here."""

    def __init__(self, hall: Hall, kiosk: DeviceId) -> None:
        self._hall, self._kiosk = hall, kiosk
        self._given: dict[RequestId, Receipt] = {}
        self._changed = threading.Condition()
        self._link = Link(hall.broker.account(self._kiosk))
        self._link.listen(self._link.topics.answer(self._kiosk), self._hear)
        self._at_counter: dict[CounterId, VisitId] = {}

    def __enter__(self) -> Self:
        self._link.start()
        if not self._link.wait_up(_PATIENCE_S):
            raise RuntimeError("the second kiosk is not let in")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._link.stop()

    def arrive(self) -> None:
        """They take numbers, and the first are called."""
        for field in _ARRIVALS:
            self._take(FieldId(field))
        for counter in _CALLING:
            self._call(counter)

    def move_on(self) -> None:
        """The neighbour finishes, and calls whoever waits before our citizen."""
        visit = self._at_counter.pop(_NEIGHBOUR)
        self._hall.staff.at(_NEIGHBOUR).press("finish", visit=visit)
        self._call(_NEIGHBOUR)

    def _take(self, field: FieldId) -> None:
        request = new_request_id()
        self._link.publish(self._link.topics.command(self._kiosk), encode_request(Request(request, TakeTicket(field))))
        with self._changed:
            if not self._changed.wait_for(lambda: request in self._given, _PATIENCE_S):
                raise RuntimeError("the controller gives no number")

    def _call(self, counter: CounterId) -> None:
        page = self._hall.staff.at(counter)
        page.press("call")
        self._at_counter[counter] = page.serving()

    def _hear(self, _topic: str, payload: bytes) -> None:
        answer = decode_notice(payload)
        if isinstance(answer, Receipt):
            with self._changed:
                self._given[answer.request] = answer
                self._changed.notify_all()
