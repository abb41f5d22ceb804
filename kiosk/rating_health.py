"""A rating terminal tells its health, and does what the IT officer directs it to: a rating that never counts, and a start of its program."""

from collections.abc import Callable

from contract.device_health import Body, DeviceHealth, Finish, Work
from contract.device_twin import DeviceTwin
from contract.directives import Deed, Result
from contract.link import Link
from contract.profile import RatingProfile
from contract.settings import version
from kiosk.rating_service import RatingService


def rating_health(
    twin: DeviceTwin[RatingProfile], link: Link, service: RatingService, restart: Callable[[], object] | None
) -> DeviceHealth:
    """Before the link starts. ``restart`` None: nobody would start the program again."""

    def test(finish: Finish) -> None:
        service.test(lambda pressed: finish(Result.DONE, "" if pressed else "unpressed"))

    deeds: dict[Deed, Work] = {Deed.TEST_RATING: test}
    if restart:
        deeds[Deed.RESTART] = lambda _finish: service.when_idle(restart)
    body = Body(twin.profile.state, lambda: version(twin.profile), deeds=deeds)
    return DeviceHealth(twin.profile.account.device, link, body)
