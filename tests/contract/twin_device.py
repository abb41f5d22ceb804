"""A device's twin at a desk: a link that writes down what is published, hands that change nothing, and a program that can be ended."""

import threading

from contract.calling import Calling
from contract.codec import decode_notice_as, encode_notice
from contract.device_twin import DeviceTwin, Hands
from contract.profile import Account, SpeakerProfile
from contract.settings import overlaid, seals, settings, version
from contract.topics import Role, Topics
from contract.twin import Duty, Reported, Wanted

BASE = SpeakerProfile(Account("hall", "speaker-1", Role.SPEAKER, "127.0.0.1", 1, "secret word"), Calling())
UNDECIDED = Duty()


class DeskLink:
    """As ``contract.link.Link``, as far as a twin knows it."""

    topics = Topics("hall")

    def __init__(self):
        self.told, self.changed = [], threading.Condition()

    def listen(self, topic, handler):
        assert topic == self.topics.wanted("speaker-1")

    def publish(self, topic, payload, *, retain=False):
        assert topic == self.topics.reported("speaker-1")
        assert retain
        with self.changed:
            self.told.append(decode_notice_as(payload, Reported))
            self.changed.notify_all()


class Device:
    """One run of a program; ``anew``: keys that need the next one. ``busy``: somebody would be disturbed."""

    def __init__(self, folder, *, base=BASE, anew=(), watched=True, stands_s=3600.0):
        self.link, self.changes, self.duties, self.waiting = DeskLink(), [], [], []
        self.restarts, self.busy, self.faults = 0, False, 0
        self.meanwhile = []
        self.twin = DeviceTwin(base, str(folder) if folder else "", stands_s)
        self.twin.join(
            self.link,
            Hands(
                lambda _before, _target: frozenset(anew),
                self.change,
                self.when_idle,
                self.restart if watched else None,
                self.duties.append,
            ),
        )

    def change(self, profile, keys):
        """``meanwhile``: what happens while it is at it."""
        while self.meanwhile:
            self.meanwhile.pop()()
        if self.faults:
            self.faults -= 1
            raise OSError("no such sink")
        self.changes.append((profile, keys))

    def when_idle(self, work):
        if self.busy:
            self.waiting.append(work)
        else:
            work()

    def restart(self):
        self.restarts += 1

    def stands(self, wanted):
        """It hears this, applies it, and it is good: told three times."""
        self.hear(wanted)
        with self.link.changed:
            assert self.link.changed.wait_for(lambda: len(self.link.told) > 2, 10), "it never stood"

    def hear(self, wanted):
        self.twin.hear("", encode_notice(wanted))
        return self.link.told[-1]


def wanted(revision, profile, duty=UNDECIDED, **more):
    """What the controller tells of a device that is to be like ``profile``."""
    return Wanted(revision, version(profile), {**settings(profile), **more}, seals(profile), duty)


def like(base, **told):
    """A profile with other settings, as plain values."""
    profile, unknown = overlaid(base, told)
    assert not unknown
    return profile
