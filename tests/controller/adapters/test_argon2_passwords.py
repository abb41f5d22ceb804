"""Passwords are checked beside the loop, one at a time, and remembered once right."""

import asyncio
import time

from argon2 import PasswordHasher

from controller.adapters.argon2_passwords import Passwords

SLOW = PasswordHasher(time_cost=3, memory_cost=32768, parallelism=1).hash("word")


def test_only_the_right_password_of_a_known_user() -> None:
    async def play() -> list[bool]:
        passwords = Passwords({"kiosk-1": SLOW, "board": "damaged"})
        tries = [("kiosk-1", "word"), ("kiosk-1", "Word"), ("kiosk-1", None), ("kiosk-1", "")]
        tries += [("kiosk-2", "word"), (None, "word"), ("board", "word")]
        try:
            return [await passwords.right(user, word) for user, word in tries]
        finally:
            passwords.close()

    assert asyncio.run(play()) == [True, *[False] * 6]


def test_the_loop_goes_on_while_a_password_is_checked_and_the_second_time_is_quick() -> None:
    async def play() -> tuple[int, float, float]:
        passwords = Passwords({"kiosk-1": SLOW})
        began = time.perf_counter()
        check = asyncio.ensure_future(passwords.right("kiosk-1", "word"))
        turns = 0
        while not check.done():
            await asyncio.sleep(0.001)
            turns += 1
        first = time.perf_counter() - began
        began = time.perf_counter()
        assert await passwords.right("kiosk-1", "word")
        passwords.close()
        return turns, first, time.perf_counter() - began

    turns, first, second = asyncio.run(play())
    assert turns > 5
    assert second < first / 10


def test_guesses_of_one_place_keep_no_other_place_waiting() -> None:
    """However many there are: one of them is looked at, then whoever comes from elsewhere."""

    async def play() -> tuple[bool, int]:
        passwords = Passwords({"kiosk-1": SLOW, "board": SLOW})
        guesses = [asyncio.ensure_future(passwords.right("board", f"guess {n}", "10.0.0.66")) for n in range(20)]
        await asyncio.sleep(0)
        try:
            good = await passwords.right("kiosk-1", "word", "10.0.0.5")
            return good, sum(one.done() for one in guesses)
        finally:
            for one in guesses:
                one.cancel()
            passwords.close()

    good, looked_at = asyncio.run(play())
    assert good
    assert looked_at <= 1


def test_an_unknown_name_takes_as_long_as_a_known_one() -> None:
    """Seen from the worker: a hash is checked for both."""
    checked: list[str] = []

    class Watched(Passwords):
        async def _looked_at(self, stored: str, password: str) -> bool:
            checked.append(stored)
            return await super()._looked_at(stored, password)

    async def play() -> list[bool]:
        passwords = Watched({"kiosk-1": SLOW})
        try:
            return [await passwords.right(user, word) for user, word in (("nobody", "word"), ("kiosk-1", "x"))]
        finally:
            passwords.close()

    assert asyncio.run(play()) == [False, False]
    assert checked == [SLOW, SLOW]
