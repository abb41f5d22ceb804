"""Workers that all devices share: one that asks without end keeps nobody else waiting."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from controller.core.rights import device_sender
from controller.shares import AT_ONCE, Shares
from tests.office import KEYPAD, KIOSK, small_site

KIOSK_, KEYPAD_ = (device_sender(small_site(), one) for one in (KIOSK, KEYPAD))


@pytest.fixture
def workers():
    with ThreadPoolExecutor(AT_ONCE + 2) as workers:
        yield workers


def test_each_has_its_share_and_gets_it_back(workers):
    shares, gate, done = Shares(workers), threading.Event(), []
    asked = threading.Semaphore(0)

    def ask(sender, word):
        asked.release()
        gate.wait(10)
        done.append((sender.device, word))
        if word == "bad":
            raise OSError(word)

    for word in ("bad", *range(AT_ONCE + 20)):
        shares.submit(ask, KIOSK_, word)
    shares.submit(ask, KEYPAD_, "a password")
    assert all(asked.acquire(timeout=10) for _ in range(AT_ONCE + 1))
    gate.set()
    workers.shutdown()
    assert sorted(map(str, done)) == sorted(
        map(str, [(KIOSK, "bad"), *((KIOSK, word) for word in range(AT_ONCE - 1)), (KEYPAD, "a password")])
    )


def test_what_is_done_counts_no_more():
    with ThreadPoolExecutor(1) as workers:
        shares, turns = Shares(workers), threading.Semaphore(0)
        for _ in range(AT_ONCE * 5):
            shares.submit(lambda _sender: turns.release(), KIOSK_)
            assert turns.acquire(timeout=10)
            workers.submit(lambda: None).result(10)  # behind it, so that it is counted off


def test_who_asks_for_more_is_named(workers, caplog):
    shares, gate = Shares(workers), threading.Event()
    for _ in range(AT_ONCE + 1):
        shares.submit(lambda _sender: gate.wait(10), KIOSK_)
    gate.set()
    assert "kiosk-1 asks for more than its share" in caplog.text
