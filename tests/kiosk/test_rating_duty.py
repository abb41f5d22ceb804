"""A rating terminal is changed in its sleep, and asks nobody while it is out of service."""

import threading

import pytest

from kiosk.core.rating import Asleep, Faces, Thanks
from kiosk.rating_service import THANKS_S
from tests.kiosk.test_rating_service import VERY, A, B, Terminal, rated


@pytest.fixture
def terminal(tmp_path):
    opened = Terminal(tmp_path)
    yield opened
    opened.end()


def test_out_of_service_nobody_is_asked_and_back_in_service_the_next_one_is(terminal):
    terminal.service.serve(serves=False)
    terminal.world.until("serves: False")
    terminal.invite(A)
    terminal.service.serve(serves=True)
    terminal.world.until("serves: True")
    assert terminal.service.view == Asleep()
    terminal.invite(B)
    terminal.world.until(Faces(B))


def test_who_is_rating_may_end_it(terminal):
    terminal.invite(A)
    terminal.world.until(Faces(A))
    terminal.service.serve(serves=False)
    terminal.world.until("serves: False")
    terminal.face(VERY)
    terminal.world.until(rated(A, VERY))
    terminal.world.until(Thanks(A))


def test_it_is_changed_in_its_sleep(terminal):
    terminal.invite(A)
    terminal.world.until(Faces(A))
    views, done = [], threading.Event()
    terminal.service.when_idle(lambda: (views.append(terminal.service.view), done.set()))
    terminal.face(VERY)
    terminal.world.until(Thanks(A))
    assert not done.is_set()
    terminal.pass_time(THANKS_S)
    assert done.wait(5)
    assert views == [Asleep()]
    done.clear()
    terminal.service.when_idle(done.set)
    assert done.wait(5), "asleep already"
