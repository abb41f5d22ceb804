"""Boards built by a stranger: they know docs/reference/asyncapi.yaml and what their IT officer told them, and nothing of our code.

Topics, messages, fields, words and last will are read from the document at run time. What is heard is held against its schema.
"""

import json
import re
import secrets
import time
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from tests.wire.mqtt_socket import MqttSocket, connect_packet

PATIENCE_S = 30.0


class Stranger:
    """One device of ``role``; ``told``: what stands for the names in braces: site, device, counter, host, port."""

    def __init__(self, document: str, role: str, password: str, **told: object) -> None:
        self.document = yaml.safe_load(document)
        self._told = {name: str(value) for name, value in told.items()}
        mine = [one for one in self.document["operations"].values() if {"name": role} in one["tags"]]
        self.hears = {self._address(one): self._messages(one) for one in mine if one["action"] == "receive"}
        self.says = {name: one for one in mine if one["action"] == "send" for name in self._messages(one)}
        self.heard: dict[str, Any] = {}
        """The latest body by message."""
        server = self.document["servers"]["plain"]
        host, _, port = self._fill(server["host"]).rpartition(":")
        binding = server["bindings"]["mqtt"]
        assert binding["cleanSession"]
        self.socket = MqttSocket(host, int(port))
        will = binding["lastWill"]["topic"], binding["lastWill"]["message"]
        name = self._fill(binding["clientId"])
        self.socket.sock.sendall(
            connect_packet(
                name,
                self._told["device"],
                password,
                (self._fill(will[0]), self._fill(will[1]).encode()),
                binding["keepAlive"],
            )
        )
        assert self.socket.packet()[1][1] == 0, "the broker does not want us"
        assert 0x80 not in self.socket.subscribe(*self.hears)
        self.say("Presence", device=self._told["device"], online=True)

    def say(self, message: str, request: str = "", **body: object) -> None:
        """The message with this body; the document says where and whether it is kept."""
        payload = self.shaped(message, request, **body)
        operation = self.says[message]
        self.socket.publish(self._address(operation), payload, retain=operation["bindings"]["mqtt"]["retain"])

    def shaped(self, message: str, request: str = "", **body: object) -> bytes:
        """By the example, with another body, and held against the schema."""
        example = self._message(message)["examples"][0]["payload"]
        made = {**example, "body": body} | ({"request": request} if "request" in example else {})
        self._check(message, made)
        return json.dumps(made).encode()

    def listen(self) -> tuple[str, Any]:
        """The next message; its name and body."""
        one = self.socket.wait_heard()
        told = json.loads(one.payload)
        assert told["type"] in self.hears[one.topic], one.topic
        self._check(told["type"], told)
        self.heard[told["type"]] = told["body"]
        return told["type"], told["body"]

    def wait(self, message: str, right=lambda _body: True) -> Any:
        """The body of the next message of this name that is right."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            name, body = self.listen()
            if name == message and right(body):
                return body
        raise TimeoutError(message)

    def properties(self, message: str) -> dict[str, Any]:
        """Of a message's body, with references followed."""
        return self._follow(self._message(message)["payload"]["properties"]["body"])["properties"]

    def only(self, *, about: str) -> str:
        """The one message that this device hears on a topic about this."""
        (found,) = [
            name
            for operation in self.document["operations"].values()
            if f"{{{about}}}" in self._channel(operation)["address"] and self._address(operation) in self.hears
            for name in self._messages(operation)
            if name in self.hears[self._address(operation)]
        ][:1]
        return found

    def _check(self, message: str, payload: Any) -> None:
        schema = {**self._message(message)["payload"], "components": self.document["components"]}
        Draft202012Validator(schema).validate(payload)

    def _message(self, name: str) -> Any:
        return self.document["components"]["messages"][name]

    def _messages(self, operation: Any) -> list[str]:
        return [one["$ref"].rpartition("/")[2] for one in operation["messages"]]

    def _channel(self, operation: Any) -> Any:
        return self._follow(operation["channel"])

    def _address(self, operation: Any) -> str:
        return self._fill(self._channel(operation)["address"])

    def _fill(self, words: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda name: self._told.get(name[1], name[0]), words)

    def _follow(self, node: Any) -> Any:
        for name in node.get("$ref", "#/")[2:].split("/") if "$ref" in node else ():
            node = node.get(name) if name in node else self.document[name]
        return node


class StrangersNumberBoard(Stranger):
    """Shows the number at its counter."""

    def __init__(self, document: str, password: str, **told: object) -> None:
        super().__init__(document, "counter_board", password, **told)
        self.state = self.only(about="counter")

    def shows(self, number: str | None) -> None:
        """Wait until it does."""
        (place,) = [
            name
            for name, one in self.properties(self.state).items()
            if any("number" in self._follow(kind).get("properties", {}) for kind in one.get("anyOf", ()))
        ]
        self.wait(self.state, lambda body: (body[place] or {}).get("number") == number)


class StrangersPad(Stranger):
    """Rates; asks for nothing else, which the document says as well."""

    def __init__(self, document: str, password: str, **told: object) -> None:
        super().__init__(document, "pad", password, **told)
        ((self.rating, operation),) = [(name, one) for name, one in self.says.items() if "reply" in one]
        self.answers = [one["$ref"].rpartition("/")[2] for one in operation["reply"]["messages"]]
        self.place = self._address(operation)
        self.invitation = self.only(about="counter")
        self.score = self._follow(self.properties(self.rating)["score"])["enum"]

    def invited(self) -> dict[str, Any]:
        """What the next invitation and the rating have in common."""
        body = self.wait(self.invitation, lambda told: told["visit"])
        return {name: value for name, value in body.items() if name in self.properties(self.rating)}

    def press(self, score: str, invitation: dict[str, Any], *, times: int = 1) -> str:
        """Send the very same message so often; the kind of the answer."""
        request = secrets.token_hex(12)
        payload = self.shaped(self.rating, request, **invitation, score=score, after_s=1.5)
        for _ in range(times):
            self.socket.publish(self.place, payload)
        answers = []
        for _ in range(times):
            while True:
                name, body = self.listen()
                if name in self.answers and body["request"] == request:
                    answers.append((name, body.get("reason")))
                    break
        assert len(set(answers)) == 1, "the same request has one answer"
        return answers[0][0]
