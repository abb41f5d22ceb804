"""Ids of requests, chosen by whoever sends them."""

import uuid
from typing import Final

from contract.ids import RequestId

_REPORT: Final = "+given"


def report_of(tap: RequestId) -> RequestId:
    """The id under which a kiosk reports that it answered a tap by itself: whoever knows one finds the other."""
    return RequestId(f"{tap}{_REPORT}")


def is_report(request: RequestId) -> bool:
    """Whether it is one of those."""
    return request.endswith(_REPORT)


def new_request_id() -> RequestId:
    """Unlike any other, for ever: 32 hexadecimal digits."""
    return RequestId(uuid.uuid4().hex)
