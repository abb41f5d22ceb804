"""The Wi-Fi of a small device: joined, lost and joined again, with a radio that answers as MicroPython's does."""

from firmware_config.devices.wifi import AGAIN_MS, Wifi


class FakeWlan:
    """``network.WLAN``: what it was asked, and whether there is an access point."""

    def __init__(self):
        self.asked = []
        self.there = False
        self.broken = False

    def isconnected(self):
        return self.there

    def active(self, on):
        self.asked.append(("active", on))

    def disconnect(self):
        self.asked.append("disconnect")

    def connect(self, name, password):
        if self.broken:
            raise OSError("Wifi Internal Error")
        self.asked.append((name, password))


def test_it_joins_and_joins_again():
    wlan = FakeWlan()
    wifi = Wifi(wlan, "mot-cua", "mật khẩu")
    assert not wifi.step(0)
    assert wlan.asked == [("active", True), ("mot-cua", "mật khẩu")]
    assert not wifi.step(AGAIN_MS - 1)
    assert len(wlan.asked) == 2
    assert not wifi.step(AGAIN_MS)
    assert wlan.asked[2:] == [("active", True), "disconnect", ("mot-cua", "mật khẩu")]
    wlan.there = True
    assert wifi.step(AGAIN_MS + 100)
    wlan.there = False
    assert not wifi.step(AGAIN_MS + 5000)  # the radio joins again by itself for a while
    assert len(wlan.asked) == 5
    assert not wifi.step(2 * AGAIN_MS + 100)
    assert wlan.asked[-1] == ("mot-cua", "mật khẩu")


def test_a_radio_in_trouble_is_switched_off_and_asked_again():
    wlan = FakeWlan()
    wlan.broken = True
    wifi = Wifi(wlan, "mot-cua", "")
    assert not wifi.step(0)
    assert wlan.asked[-1] == ("active", False)
    wlan.broken = False
    assert not wifi.step(AGAIN_MS)
    assert wlan.asked[-1] == ("mot-cua", "")
