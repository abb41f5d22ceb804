"""The outlet of an office with a Home Assistant: everybody is told as ever, and Home Assistant what it may know."""

import json
from typing import Any

from contract.home_assistant import HomeTopics
from contract.link import Link
from contract.notices import Board, CounterState, Office
from contract.site import Site
from controller.adapters.link_outlet import LinkOutlet
from controller.core import home_assistant


class HomeAssistantOutlet(LinkOutlet):
    """Entities are told with the office, so whenever a broker may have lost them."""

    def __init__(self, link: Link, site: Site) -> None:
        super().__init__(link)
        self._home = HomeTopics(site.id, site.home_assistant.prefix)
        self._entities = tuple(home_assistant.discovery(site))

    def office(self, office: Office) -> None:
        """See ``Outlet``."""
        super().office(office)
        for topic, configuration in self._entities:
            self._tell(topic, configuration)

    def board(self, board: Board) -> None:
        """See ``Outlet``."""
        super().board(board)
        self._tell(self._home.waiting, home_assistant.waiting(board))

    def counter(self, state: CounterState) -> None:
        """See ``Outlet``."""
        super().counter(state)
        self._tell(self._home.counter(state.counter), home_assistant.counter(state))

    def _tell(self, topic: str, value: dict[str, Any]) -> None:
        self._link.publish(topic, json.dumps(value, ensure_ascii=False).encode(), retain=True)


def outlet_of(link: Link, site: Site) -> LinkOutlet:
    """The one that the site file asks for."""
    return HomeAssistantOutlet(link, site) if site.home_assistant.on else LinkOutlet(link)
