"""Ids of requests, chosen by whoever sends them."""

import uuid

from contract.ids import RequestId


def report_of(tap: RequestId) -> RequestId:
    """The id under which a kiosk reports that it answered a tap by itself: whoever knows one finds the other."""
    return RequestId(f"{tap}+given")


def new_request_id() -> RequestId:
    """Unlike any other, for ever: 32 hexadecimal digits."""
    return RequestId(uuid.uuid4().hex)
