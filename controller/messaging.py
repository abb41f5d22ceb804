"""All that goes to and comes from citizens' phones by a gateway, in one: near-turn messages, and answers to status text messages."""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from typing import Final

from contract.phone_number import Phone, read_phone
from contract.request_ids import new_request_id
from controller.message_ports import MessageNotSentError, Messenger, PhoneBook, PhoneMessage
from controller.near_turn import NearTurn
from controller.ports import Clock
from controller.service import Service
from controller.status_answers import StatusAnswers

_LOG: Final = logging.getLogger(__name__)


class Messaging:
    """``messenger`` None: nothing is sent, and no number kept. ``texts`` by language, Vietnamese among them.

    ``secret`` reads what the gateway has to show, empty for none; ``workers`` wait for the gateway.
    """

    def __init__(
        self,
        service: Service,
        book: PhoneBook,
        messenger: Messenger | None,
        secret: Callable[[], str],
        workers: Executor,
        texts: Mapping[str, Mapping[str, str]],
        clock: Clock,
    ) -> None:
        site = service.site
        self.secret = secret
        self.near_turn = (
            NearTurn(site, book, messenger, workers, service.followed, service.address, texts, clock)
            if messenger
            else None
        )
        self.answers = StatusAnswers(site, service.look_ups, texts["vi"], clock)
        self._book, self._messenger, self._workers = book, messenger, workers
        self._leave: Callable[[], None] = lambda: None
        self._service = service

    def start(self) -> None:
        """Follow the queue."""
        if self.near_turn:
            self.near_turn.start()
            self._leave = self._service.follow(self.near_turn.stir)
            self._service.alerts.append(self.alert)
        else:
            self._book.erase(self._book.all())  # of a time when phones were told

    def stop(self) -> None:
        """In reverse."""
        if self.near_turn:
            self._service.alerts.remove(self.alert)
            self._leave()
            self.near_turn.stop()

    def alert(self, texts: Mapping[str, str]) -> str:
        """What a head should know: messages that do not get through, or leave no more today."""
        health = self.near_turn.health if self.near_turn else None
        if health is not None and health.left >= self._service.site.messages.per_day:
            return texts["messages.full"].format(sent=health.left)
        if health is None or not health.failing:
            return ""
        return texts["messages.failing"].format(lost=health.lost, sent=health.sent)

    def send_back(self, phone: str, text: str) -> None:
        """An answer as a message of its own, to a mobile number; returns at once, and what is lost is asked for again by its reader.

        It is paid for like the others, so that the day's cap holds for it too.
        """
        number = read_phone(phone)
        if (
            number is not None
            and self._messenger is not None
            and self.near_turn is not None
            and self.near_turn.may_answer()
        ):
            self._workers.submit(self._send, self._messenger, number, text)

    def _send(self, messenger: Messenger, phone: Phone, text: str) -> None:
        try:
            messenger.send(PhoneMessage(phone, "status", text, new_request_id()))
        except MessageNotSentError as fault:
            _LOG.warning("an answer to a text message was not sent: %s", fault)
        except Exception as fault:  # noqa: BLE001 - the edge of a worker; its words could hold the number
            _LOG.error("an answer to a text message was not sent: %s", type(fault).__name__)
