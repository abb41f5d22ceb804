"""Where a caller is said to come from: one phone is one caller, and only our own proxy is believed about others."""

from dataclasses import replace

import pytest

from contract.site import Web
from controller.web.knocks import MOST
from controller.web.place import forwarded_for
from tests.office import HOA, LAN


@pytest.mark.parametrize(
    ("header", "caller"),
    [
        ("192.168.1.20", "192.168.1.20"),
        ("10.0.0.1, 192.168.1.20", "192.168.1.20"),
        ("127.0.0.1,192.168.1.20 ", "192.168.1.20"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("", None),
        ("unknown", None),
        ("192.168.1.20, ", None),
    ],
)
def test_the_last_proxy_is_believed_and_nobody_before_it(header, caller):
    assert forwarded_for(header) == caller


def guess(hall, by, times):
    codes = [hall.sign_in(f"nobody-{one}", None, "sai", **{"X-Forwarded-For": by}).status_code for one in range(times)]
    return codes[-1]


def test_behind_our_proxy_each_guesser_is_counted_alone(hall):
    hall.site = replace(hall.site, web=Web(port=0, proxy="127.0.0.1"))
    hall.start(sit=False)
    assert guess(hall, "203.0.113.5", MOST + 1) == 429
    assert guess(hall, "203.0.113.5, 198.51.100.7", 1) == 200
    assert guess(hall, "198.51.100.8, 203.0.113.5", 1) == 429
    assert hall.sign_in(HOA, None, **{"X-Forwarded-For": "192.168.1.20"}).json()["accepted"]


def test_who_is_no_proxy_of_ours_is_not_believed(hall):
    hall.start(sit=False)
    for one in range(MOST):
        hall.sign_in(f"nobody-{one}", None, "sai", **{"X-Forwarded-For": f"192.0.2.{one}"})
    assert hall.sign_in(LAN, 5, **{"X-Forwarded-For": "192.168.1.20"}).status_code == 429


def test_the_state_page_stays_closed_behind_a_proxy(hall):
    hall.site = replace(hall.site, web=Web(port=0, proxy="127.0.0.1"))
    hall.start(sit=False)
    assert hall.get("/state").status_code == 200
    assert hall.get("/state", **{"X-Forwarded-For": "127.0.0.1"}).status_code == 404
