"""The devices: which there are, where they stand, what hangs on them, on which computers they run and how they reach each other."""

import re
from typing import Any, Final

from firmware_config.interview.asking import AnswerError
from firmware_config.interview.assumed_screens import ASSUMED
from firmware_config.interview.first_secrets import first_pin
from firmware_config.interview.parsing import millimetres, pixels, short, yes
from firmware_config.interview.questions import Questions
from firmware_config.password import pin_line
from firmware_config.this_computer import is_here, own_address

_TLS_PORT: Final = 8883
_HTTPS_PORT: Final = 8443
_INCHES: Final = (3, 120)
_CENTRAL: Final = "may-chu"
_FEW_SCREENS: Final = 3
"""That one computer may have sockets for."""
_PRINTER_PORT: Final = 9100


class DeviceQuestions(Questions):
    """In the order of the file."""

    def all(self) -> None:
        """Devices, their computers, and networks."""
        self.draft.tables["devices"] = []
        self.asker.say("about_devices")
        for number in range(self.count("kiosks", 1, 20)):
            self._kiosk(f"kiosk-{number + 1}")
        for number in range(self.count("hall_boards", 1, 20)):
            self._screen("hall_board", f"hall-board-{number + 1}", (1920, 1080), 43)
        for number in range(self.count("speakers", 1, 20)):
            self._add("speaker", f"speaker-{number + 1}")
        self._at_counters()
        self._networks()
        self._machines()
        self._registry()

    def _add(self, role: str, name: str, **more: Any) -> dict[str, Any]:
        device = {"id": name, "role": role, **more}
        self.draft.tables["devices"].append(device)
        return device

    def _key(self, name: str) -> str:
        return f"devices[{len(self.draft.tables['devices']) - 1}].{name}"

    def _kiosk(self, name: str) -> None:
        device = self._add("kiosk", name, printer="", paper_mm=80, camera="")
        self.ask(
            "printer", "usb", lambda answer: device.update(printer=_printer(answer)), self._key("printer"), name=name
        )
        if device["printer"]:
            self.ask(
                "paper",
                "80",
                lambda answer: device.update(paper_mm=self._paper(answer)),
                self._key("paper_mm"),
                name=name,
            )
        self.ask("camera", "0", lambda answer: device.update(camera=_none_or(answer)), self._key("camera"), name=name)
        self._sizes(device, (1080, 1920), 27)
        line, chosen = self.asker.ask_secret("pin", pin_line, first_pin, name=name)
        device["pin"] = line.split('"')[1]
        if chosen:
            self.draft.secrets[f"PIN {name}"] = chosen

    def _screen(self, role: str, name: str, size: tuple[int, int], inches: float, **more: Any) -> None:
        self._sizes(self._add(role, name, **more), size, inches)

    def _sizes(self, device: dict[str, Any], size: tuple[int, int], inches: float) -> None:
        def put(answer: str) -> None:
            found = pixels(answer)
            if found is None:
                raise AnswerError(self.texts["ask.pixels"])
            device["screen"] = list(found)

        def measure(answer: str) -> None:
            wide = self._decimal(answer)
            device["screen_mm"] = list(millimetres((device["screen"][0], device["screen"][1]), wide))

        self.ask("screen", f"{size[0]}x{size[1]}", put, self._key("screen"), name=device["id"])
        self.ask("inches", str(inches), measure, self._key("screen_mm"), name=device["id"])

    def _at_counters(self) -> None:
        words = self.texts
        no = words["ask.no"]
        boards = self.choice(
            "counter_boards", {no: "", words["ask.by_screen"]: "screen", words["ask.by_digits"]: "tm1637"}
        )
        ratings = self.choice("ratings", {no: "", words["ask.by_screen"]: "rating", words["ask.by_buttons"]: "pad"})
        if boards == "screen" or ratings == "rating":
            self.asker.say("assumed_screens")
        keypads = self.agreed("keypads", default=False)
        for counter in (one["id"] for one in self.draft.tables["counters"]):
            if boards == "screen":
                self._add("counter_board", f"counter-board-{counter}", counter=counter, **ASSUMED["counter_board"])
            elif boards:
                self._add("counter_board", f"counter-board-{counter}", counter=counter, hardware={"display": boards})
            if ratings == "rating":
                self._add("rating", f"rating-{counter}", counter=counter, **ASSUMED["rating"])
            elif ratings:
                self._add("pad", f"pad-{counter}", counter=counter)
            if keypads:
                self._add("keypad", f"keypad-{counter}", counter=counter)

    def _networks(self) -> None:
        self.asker.say("about_network")
        tables = self.draft.tables
        tables["broker"] = {"kind": "embedded", "host": "", "port": 1883, "tls": False}
        tables["web"] = {"host": "", "port": 8080, "https_port": 0}

        def reached(answer: str) -> None:
            tables["broker"]["host"] = tables["web"]["host"] = answer

        self.ask("host", own_address(), reached, "broker.host", "web.host")
        if not tables["web"]["host"].startswith("127."):  # nobody reads the cable of a machine that asks itself
            tables["web"]["https_port"] = _HTTPS_PORT
        tables["broker"]["kind"] = self.choice("broker", {"embedded": "embedded", "mosquitto": "mosquitto"})
        if self.agreed("tls", default=not tables["broker"]["host"].startswith("127.")):
            tables["broker"].update(tls=True, port=_TLS_PORT)
        if any(one["role"] in {"pad", "keypad"} or "hardware" in one for one in tables["devices"]):
            tables["wifi"] = {"name": "", "password": ""}
            self.ask("wifi", "", lambda answer: tables["wifi"].update(name=answer), "wifi.name", "broker.host")
            if tables["wifi"]["name"]:
                self.ask("wifi_password", "", lambda answer: tables["wifi"].update(password=answer), "wifi.password")
            else:
                del tables["wifi"]

    def _machines(self) -> None:
        """Computers have entries where there is more than one."""
        tables = self.draft.tables
        computers = [one for one in tables["devices"] if one["role"] not in {"pad", "keypad"} and "hardware" not in one]
        self.asker.say("about_machines")
        host = tables["broker"]["host"]
        machines: list[dict[str, Any]] = [{"id": _CENTRAL, "host": "" if is_here(host) else host, "user": "root"}]
        for device in computers:
            self._machine(device, machines)
        if len(machines) == 1 and not machines[0]["host"]:
            for device in computers:
                del device["machine"]
            del tables["machines"]
            return
        tables["broker"]["machine"] = _CENTRAL
        placed = [(f"devices[{place}].display", one) for place, one in enumerate(tables["devices"]) if "machine" in one]
        for key, device in reversed(placed):  # the later one leaves where two panels cannot be told apart
            self._touch(device, key)
        for key, device in placed:
            self._output(device, key)

    def _output(self, device: dict[str, Any], key: str) -> None:
        """Two screens of one computer have to be told apart."""

        def put(answer: str) -> None:
            device.setdefault("display", {})["output"] = answer

        if any(one.name in {"needs_output", "output_taken"} for one in self.draft.faults(key)):
            taken = {one.get("display", {}).get("output") for one in self._beside(device)}
            free = next(one for one in (f"HDMI-{number}" for number in range(1, 100)) if one not in taken)
            self.ask("output", free, put, f"{key}.output", name=device["id"])

    def _touch(self, device: dict[str, Any], key: str) -> None:
        """Two touch panels as well; one whose name nobody knows yet has a computer of its own."""
        own = self.texts["ask.own"]

        def put(answer: str) -> None:
            device.pop("display", None)
            if short(answer) == short(own):
                device["machine"] = self._own(device, self.draft.tables["machines"])
            else:
                device["display"] = {"touch": answer}

        if any(one.name == "needs_touch" for one in self.draft.faults(key)):
            self.ask("touch", own, put, f"{key}.touch", name=device["id"])

    def _beside(self, device: dict[str, Any]) -> list[dict[str, Any]]:
        """The other devices of its computer."""
        devices: list[dict[str, Any]] = self.draft.tables["devices"]
        return [one for one in devices if one is not device and one.get("machine") == device["machine"]]

    @staticmethod
    def _own(device: dict[str, Any], machines: list[dict[str, Any]]) -> str:
        """A computer of its own that a stick is carried to, until somebody writes its address into the file."""
        machines.append({"id": f"may-{short(device['id'])}", "host": "", "user": "root"})
        return str(machines[-1]["id"])

    def _machine(self, device: dict[str, Any], machines: list[dict[str, Any]]) -> None:
        self.draft.tables["machines"] = machines
        hosts = {one["host"]: one["id"] for one in machines}
        known = len(machines)
        others = {one["id"]: one["machine"] for one in self.draft.tables["devices"] if one.get("machine")}

        def put(answer: str) -> None:
            here = short(answer) == short(self.texts["ask.here"]) or yes(answer) is False
            host = machines[0]["host"] if here else answer
            del machines[known:]
            if answer in others:
                device["machine"] = others[answer]
                return
            if short(answer) == short(self.texts["ask.own"]):
                device["machine"] = self._own(device, machines)
                return
            if host not in hosts:
                machines.append({"id": f"may-{short(device['id'])}", "host": host, "user": "root"})
            device["machine"] = hosts.get(host, machines[-1]["id"])

        self.ask("machine", self._usual(device, machines), put, "machines", name=device["id"])

    def _usual(self, device: dict[str, Any], machines: list[dict[str, Any]]) -> str:
        """The controller's own computer, as long as it has a socket for the screen: in a hall of many, one screen."""
        screens = [one for one in self.draft.tables["devices"] if one.get("screen")]
        taken = any(one.get("machine") == _CENTRAL for one in screens)
        crowded = taken and bool(device.get("screen")) and (len(machines) > 1 or len(screens) > _FEW_SCREENS)
        return self.texts["ask.own" if crowded else "ask.here"]

    def _registry(self) -> None:
        self.asker.say("about_others")
        tables = self.draft.tables

        def put(answer: str) -> None:
            if yes(answer) is False:
                tables.pop("registry", None)
            else:
                tables["registry"] = {"url": answer}

        self.ask("registry", self.texts["ask.no"], put, "registry")
        said = self.choice("zero_tens", {"linh": "linh", "lẻ": "lẻ"})
        tables["calling"] = {"zero_tens": said}

    def _paper(self, answer: str) -> int:
        answer = re.sub(r"\s*mm$", "", answer)
        if not answer.isdecimal():
            raise AnswerError(self.texts["fault.paper"].format(word=answer))
        return int(answer)

    def _decimal(self, answer: str) -> float:
        try:
            number = float(re.sub(r"\s*(inch|inches|in|\"|”|″|'')$", "", answer.lower()).replace(",", "."))
        except ValueError:
            number = 0.0
        if not _INCHES[0] <= number <= _INCHES[1]:
            raise AnswerError(self.texts["ask.number"].format(value=answer, least=_INCHES[0], most=_INCHES[1]))
        return number


def _printer(answer: str) -> str:
    """Also an address alone, as a printer's own test print gives it."""
    if re.fullmatch(r"\d+(\.\d+){3}(:\d+)?", answer):
        return f"tcp://{answer}" if ":" in answer else f"tcp://{answer}:{_PRINTER_PORT}"
    return "/dev/usb/lp0" if answer.lower() == "usb" else _none_or(answer)


def _none_or(answer: str) -> str:
    return "" if yes(answer) is False else answer
