"""What the doctor can find: every kind of trouble with its area and weight; the words for it stand in ``texts``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Final


class Area(StrEnum):
    """Where something can be wrong, in the order in which a report tells it."""

    SITE = "site"
    NETWORK = "network"
    BROKER = "broker"
    CERTIFICATES = "certificates"
    CONTROLLER = "controller"
    CLOCK = "clock"
    SERVICES = "services"
    VERSIONS = "versions"
    DISK = "disk"
    MACHINE = "machine"
    SCREEN = "screen"
    TOUCH = "touch"
    PRINTER = "printer"
    CAMERA = "camera"
    SOUND = "sound"
    SECRETS = "secrets"
    BACKUP = "backup"


class Weight(IntEnum):
    """How bad it is."""

    UNSEEN = 0
    """Could not be looked at, which is no fault."""
    SOON = 1
    """Works, and will not for ever."""
    AILING = 2
    """Something does not work as it should."""
    STOPPED = 3
    """Something does not work at all."""


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence, or a part of one, that a finding quotes: ``key`` of the texts, whose gaps ``values`` fill."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """``kind`` is one of ``KINDS``; ``values`` fill the gaps of its words; ``device``: whose trouble it is, if one's.

    A value that is ``Words``, or a tuple of them, is told in the language of the report.
    """

    kind: str
    values: Mapping[str, object] = field(default_factory=dict)
    device: str = ""

    @property
    def area(self) -> Area:
        """Where it belongs."""
        return KINDS[self.kind][0]

    @property
    def weight(self) -> Weight:
        """How bad it is."""
        return KINDS[self.kind][1]


_S, _A, _L, _U = Weight.STOPPED, Weight.AILING, Weight.SOON, Weight.UNSEEN

KINDS: Final[Mapping[str, tuple[Area, Weight]]] = MappingProxyType(
    {
        **dict.fromkeys(("profile_unreadable", "site_faulty", "site_unreadable"), (Area.SITE, _S)),
        **dict.fromkeys(("install_unfinished", "file_lost"), (Area.SITE, _S)),
        **dict.fromkeys(("site_not_applied", "machine_behind", "install_not_started"), (Area.SITE, _A)),
        "counter_uncalled": (Area.SITE, _A),
        "file_changed": (Area.SITE, _L),
        "profile_hidden": (Area.SITE, _U),
        **dict.fromkeys(("network_no_address", "network_no_route"), (Area.NETWORK, _S)),
        **dict.fromkeys(("network_slow", "network_lossy", "client_twice"), (Area.NETWORK, _A)),
        **dict.fromkeys(
            (
                "broker_unresolved",
                "broker_refused",
                "broker_silent",
                "broker_wrong_password",
                "broker_not_heard",
                "broker_other_program",
                "broker_no_tls",
                "broker_wants_tls",
            ),
            (Area.BROKER, _S),
        ),
        **dict.fromkeys(("broker_no_account", "broker_not_asked"), (Area.BROKER, _U)),
        **dict.fromkeys(
            (
                "certificate_expired",
                "certificate_over",
                "certificate_before",
                "certificate_not_yet",
                "certificate_wrong_host",
                "certificate_foreign",
                "certificate_missing",
                "certificate_unreadable",
            ),
            (Area.CERTIFICATES, _S),
        ),
        **dict.fromkeys(
            ("certificate_expires", "certificate_not_renewed", "authority_unlimited"), (Area.CERTIFICATES, _L)
        ),
        **dict.fromkeys(("controller_silent", "controller_absent"), (Area.CONTROLLER, _S)),
        **dict.fromkeys(
            ("pages_unreachable", "pages_port_taken", "pages_no_https", "pages_distrusted", "device_absent"),
            (Area.CONTROLLER, _A),
        ),
        "clock_far_off": (Area.CLOCK, _S),
        **dict.fromkeys(("clock_off", "clock_unset", "clock_unheard"), (Area.CLOCK, _A)),
        "clock_zone": (Area.CLOCK, _L),
        **dict.fromkeys(("service_failed", "service_looping", "service_missing"), (Area.SERVICES, _S)),
        "service_off": (Area.SERVICES, _A),
        "services_unseen": (Area.SERVICES, _U),
        **dict.fromkeys(("library_missing", "package_missing"), (Area.VERSIONS, _S)),
        **dict.fromkeys(("library_old", "program_other_version"), (Area.VERSIONS, _A)),
        **dict.fromkeys(("disk_full", "disk_read_only", "disk_no_inodes", "database_damaged"), (Area.DISK, _S)),
        **dict.fromkeys(("state_missing", "state_forbidden"), (Area.DISK, _S)),
        **dict.fromkeys(("disk_nearly_full", "disk_inodes_low"), (Area.DISK, _L)),
        **dict.fromkeys(("database_unseen",), (Area.DISK, _U)),
        **dict.fromkeys(("memory_low", "machine_hot"), (Area.MACHINE, _A)),
        "screen_none": (Area.SCREEN, _S),
        "screen_size": (Area.SCREEN, _A),
        "screen_other_size": (Area.SCREEN, _L),
        "screen_forbidden": (Area.SCREEN, _U),
        "touch_missing": (Area.TOUCH, _S),
        **dict.fromkeys(("touch_turned", "touch_twice"), (Area.TOUCH, _A)),
        "touch_unseen": (Area.TOUCH, _U),
        **dict.fromkeys(
            (
                "printer_missing",
                "printer_forbidden",
                "printer_unreachable",
                "printer_other_program",
                "printer_out",
                "printer_open",
                "printer_fault",
                "printer_offline",
                "printer_model_wrong",
            ),
            (Area.PRINTER, _S),
        ),
        **dict.fromkeys(("printer_silent",), (Area.PRINTER, _A)),
        "printer_low": (Area.PRINTER, _L),
        "printer_busy": (Area.PRINTER, _U),
        **dict.fromkeys(
            ("camera_missing", "camera_forbidden", "camera_busy", "camera_stalled", "camera_dark", "camera_frozen"),
            (Area.CAMERA, _A),
        ),
        **dict.fromkeys(("camera_wrong_format", "camera_small"), (Area.CAMERA, _A)),
        **dict.fromkeys(("sound_no_server", "sound_sink_missing", "sound_muted", "sound_zero"), (Area.SOUND, _S)),
        **dict.fromkeys(("sound_no_voice", "sound_no_tools"), (Area.SOUND, _S)),
        **dict.fromkeys(("sound_pack_incomplete", "sound_quiet"), (Area.SOUND, _A)),
        "secret_open": (Area.SECRETS, _A),
        **dict.fromkeys(("backup_none", "backup_old"), (Area.BACKUP, _A)),
        "backup_unseen": (Area.BACKUP, _U),
    }
)
"""Area and weight of every kind."""


_USER: Final = re.compile(r"//[^/@]*@")


def without_secrets(address: str) -> str:
    """An address as it may be shown: without a name and password before its host, and without what follows a question mark."""
    return _USER.sub("//", address).partition("?")[0]


Told = Finding | Area
"""What a check yields: something wrong, or an area that it has looked at."""
