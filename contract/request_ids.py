"""Ids of requests, chosen by whoever sends them."""

import uuid

from contract.ids import RequestId


def new_request_id() -> RequestId:
    """Unlike any other, for ever: 32 hexadecimal digits."""
    return RequestId(uuid.uuid4().hex)
