"""All that a terminal has around it, in one: window, link, printer and camera that write down what they are told."""

import threading

from contract.codec import decode_request
from contract.topics import Topics


class FakeWorld:
    """``told`` grows with every call, as a word and what came with it; ``hear`` is whoever listens to the link."""

    topics = Topics("thu")

    def __init__(self):
        self.told = []
        self.changed = threading.Condition()

    def _tell(self, *what):
        with self.changed:
            self.told.append(what)
            self.changed.notify_all()

    def until(self, condition, seconds=5):
        with self.changed:
            assert self.changed.wait_for(lambda: condition(self.told), seconds), self.told
            return list(self.told)

    def publish(self, topic, payload, *, retain=False):
        self._tell("sent", decode_request(payload).command)

    def listen(self, topic, handler):
        self.hear = handler

    def show(self, view):
        self._tell("shown", view)

    def set_comfort(self, comfort):
        self._tell("comfort", comfort)

    def print_ticket(self, receipt):
        self._tell("printed", receipt)

    def reprint(self, receipt):
        self._tell("reprinted", receipt)

    def print_paper(self, job, content):
        self._tell("paper", (job, content))

    def start(self):
        self._tell("camera", True)

    def stop(self):
        self._tell("camera", False)
