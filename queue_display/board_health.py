"""A board tells its health, and does what the IT officer directs it to: a test picture, and a start of its program."""

from collections.abc import Callable
from typing import Any

from contract.device_health import Body, DeviceHealth, Finish, Work
from contract.device_twin import DeviceTwin
from contract.directives import Deed, Result
from contract.link import Link
from contract.profile import BoardProfile
from contract.settings import version
from queue_display.service import BoardService


def board_health(
    twin: DeviceTwin[BoardProfile],
    link: Link,
    service: BoardService[Any, Any],
    app: Any,
    restart: Callable[[], object] | None,
) -> DeviceHealth:
    """Before the link starts. ``app`` is the board's window; ``restart`` None: nobody would start the program again."""

    def test(finish: Finish) -> None:
        """Where no call is new; a call that comes takes the picture away at once."""
        service.when_calm(lambda: app.test(twin.profile.account.device, lambda: finish(Result.DONE, "")))

    deeds: dict[Deed, Work] = {Deed.TEST_BOARD: test}
    if restart:
        deeds[Deed.RESTART] = lambda _finish: service.when_calm(restart)
    body = Body(twin.profile.state, lambda: version(twin.profile), deeds=deeds)
    return DeviceHealth(twin.profile.account.device, link, body)
