"""A kiosk tells its health, and does what the IT officer directs it to: a test slip, and a start of its program."""

from collections.abc import Callable
from typing import Final

from contract.commands import PrintState
from contract.device_health import Body, DeviceHealth, Finish, Parts, Work
from contract.device_twin import DeviceTwin
from contract.directives import Deed, Result
from contract.profile import KioskProfile
from contract.request_ids import new_request_id
from contract.settings import version
from kiosk.number_terminal import NumberTerminal

_ENDS: Final = {
    PrintState.CONFIRMED: Result.DONE,
    PrintState.UNCONFIRMED: Result.DONE,
    PrintState.FAILED: Result.FAILED,
}


def kiosk_health(
    twin: DeviceTwin[KioskProfile], terminal: NumberTerminal, restart: Callable[[], object] | None
) -> DeviceHealth:
    """To be started once the terminal has; before that it is joined to the terminal's link. ``restart``: None where nobody would start it again."""

    def parts() -> Parts:
        with terminal.turn:
            told = terminal.presence
        return Parts(told.printer if terminal.profile.printer else None, told.camera if terminal.camera else None)

    deeds: dict[Deed, Work] = {Deed.TEST_PRINT: lambda finish: _print(terminal, finish)}
    if restart:
        deeds[Deed.RESTART] = lambda _finish: terminal.service.when_idle(restart)
    account = twin.profile.account
    body = Body(twin.profile.state, lambda: version(twin.profile), parts, deeds)
    return DeviceHealth(account.device, terminal.link, body)


def _print(terminal: NumberTerminal, finish: Finish) -> None:
    """The slip comes out between the citizens' tickets: it need not wait until nobody is there."""
    if terminal.paper is None:
        finish(Result.CANNOT, "no_printer")
        return

    def told(state: PrintState, trouble: str) -> None:
        if state in _ENDS:
            finish(_ENDS[state], trouble if state is not PrintState.UNCONFIRMED else "unconfirmed")

    terminal.paper.test(new_request_id(), told)
