"""The doctor's account: whoever looks for what is wrong must hear who is there, and may say nothing.

No device may be pushed off the broker by being looked at, and a broker knows a connection by its user. So the doctor comes under a
name of its own; one account serves all machines of an office.
"""

from dataclasses import dataclass
from typing import Final

from contract.ids import DeviceId, SiteId
from contract.topics import Grants, Topics

DOCTOR: Final = DeviceId("doctor")
"""Its user name at the broker; no device may be called so."""


def doctor_grants(site: SiteId) -> Grants:
    """Nothing to write; everybody's presence and health, the controller's pulse and the office's name to read."""
    at = Topics(site)
    return Grants((), (at.presences, at.all_health, at.pulse, at.office))


@dataclass(frozen=True, slots=True)
class DoctorProfile:
    """What the doctor on a machine is given besides the profiles that it finds there."""

    site: SiteId
    host: str
    port: int
    password: str
    timezone: str = "Asia/Ho_Chi_Minh"
    ca: str = ""
    """The file of the office's own CA; empty: no TLS."""
