"""One phone is one place, however many addresses it has."""

import pytest

from controller.core.place import place_of_host


@pytest.mark.parametrize(
    ("host", "place"),
    [
        ("192.168.1.20", "192.168.1.20"),
        ("::ffff:192.168.1.20", "192.168.1.20"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_all_addresses_of_one_phone_are_one_place(host, place):
    assert place_of_host(host) == place
