"""The site file's table about the broker, where devices meet."""

from dataclasses import dataclass

from contract.machines import MachineId


@dataclass(frozen=True, slots=True)
class Broker:
    """``[broker]``: where devices meet."""

    kind: str = "embedded"
    """``embedded`` or ``mosquitto``."""
    host: str = "127.0.0.1"
    """Address that devices connect to; the broker binds to it."""
    port: int = 1883
    """Port of MQTT."""
    tls: bool = False
    """Whether devices speak TLS and trust no broker but one with a certificate of the office's own authority; then take port 8883."""
    machine: MachineId = MachineId("")  # noqa: RUF009 (a str)
    """Id of the one of ``[[machines]]`` that broker and controller run on; empty: the first."""
