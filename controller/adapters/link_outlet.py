"""Answers and notices over the link."""

from collections.abc import Callable

from contract.codec import encode_notice
from contract.directives import Directive
from contract.ids import DeviceId
from contract.link import Link
from contract.notices import Announcement, Answer, Board, CounterState, Emergency, Office, Outlook, RatingInvitation
from contract.pulse import Pulse
from contract.twin import Wanted


class LinkOutlet:
    """Publishes at once and forgets; after a broken link the service tells everything again."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def answer(self, device: DeviceId, answer: Answer) -> None:
        """To the device that asked; a page's answer goes its own way and is dropped by nobody hearing it."""
        self._link.publish(self._link.topics.answer(device), encode_notice(answer))

    def office(self, office: Office) -> None:
        """Retained."""
        self._link.publish(self._link.topics.office, encode_notice(office), retain=True)

    def board(self, board: Board) -> None:
        """Retained."""
        self._link.publish(self._link.topics.board, encode_notice(board), retain=True)

    def outlook(self, outlook: Outlook) -> None:
        """Retained."""
        self._link.publish(self._link.topics.outlook, encode_notice(outlook), retain=True)

    def counter(self, state: CounterState) -> None:
        """Retained."""
        self._link.publish(self._link.topics.counter(state.counter), encode_notice(state), retain=True)

    def invite(self, invitation: RatingInvitation) -> None:
        """Retained."""
        self._link.publish(self._link.topics.rating(invitation.counter), encode_notice(invitation), retain=True)

    def announce(self, announcement: Announcement) -> None:
        """Never retained: an old call must not be spoken after a power cut."""
        self._link.publish(self._link.topics.announcement(announcement.zone), encode_notice(announcement))

    def emergency(self, emergency: Emergency) -> None:
        """Retained."""
        self._link.publish(self._link.topics.emergency, encode_notice(emergency), retain=True)

    def pulse(self, pulse: Pulse) -> None:
        """Neither retained nor sent twice."""
        self._link.publish(self._link.topics.pulse, encode_notice(pulse), fleeting=True)


def tell_directive(link: Link) -> Callable[[DeviceId, Directive], None]:
    """How a device hears what it is to do at once; never retained."""

    def tell(device: DeviceId, directive: Directive) -> None:
        link.publish(link.topics.directive(device), encode_notice(directive))

    return tell


def tell_twin(link: Link) -> Callable[[DeviceId, Wanted | None], None]:
    """How a device hears what is wanted of it; None takes that away from the broker."""

    def tell(device: DeviceId, wanted: Wanted | None) -> None:
        link.publish(link.topics.wanted(device), encode_notice(wanted) if wanted else b"", retain=True)

    return tell
