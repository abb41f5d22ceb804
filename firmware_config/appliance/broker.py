"""mosquitto as the office's broker: its files, and the unit that stands in the place of Debian's."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from contract.site import Site
from firmware_config import mosquitto
from firmware_config.appliance import places as at
from firmware_config.appliance.units import NETWORK, NO_DEVICES, NO_NEW_CODE, SHUT_IN, Unit, head
from firmware_config.keep import Keep
from firmware_config.provision import granted
from firmware_config.tls import TlsFiles
from firmware_config.tree import InstalledFile

_OWNER: Final = f"{at.BROKER_USER}:{at.BROKER_USER}"
"""mosquitto says that it will refuse lists that are another's."""
_FIRST_FREE_PORT: Final = 1024


def files(site: Site, keep: Keep, tls: TlsFiles) -> Iterator[InstalledFile]:
    """Configuration, passwords, access lists and unit."""
    access = granted(site, keep)
    folder = Path(at.MOSQUITTO)
    texts = {
        mosquitto.CONFIGURATION: mosquitto.configuration(site.broker, folder, at.BROKER_USER, tls),
        mosquitto.PASSWORDS: mosquitto.passwords(keep.mosquitto(access)),
        mosquitto.ACCESS: mosquitto.access(access),
    }
    for name, text in texts.items():
        yield InstalledFile(
            str(folder / name), text.encode(), 0o600, _OWNER, (at.MOSQUITTO_UNIT,), name == mosquitto.PASSWORDS
        )
    yield _unit(site).file


def _unit(site: Site) -> Unit:
    low = site.broker.port < _FIRST_FREE_PORT
    rights = ("CapabilityBoundingSet=CAP_NET_BIND_SERVICE", "AmbientCapabilities=CAP_NET_BIND_SERVICE") if low else ()
    return Unit(
        at.MOSQUITTO_UNIT,
        head("Một cửa: mosquitto", ("network.target",)),
        (
            "Type=notify",
            "NotifyAccess=main",
            f"ExecStart=/usr/sbin/mosquitto -c {at.MOSQUITTO}/{mosquitto.CONFIGURATION}",
            "ExecReload=/bin/kill -HUP $MAINPID",
            "Restart=always",
            "RestartSec=2",
            f"User={at.BROKER_USER}",
            f"Group={at.BROKER_USER}",
            "LimitNOFILE=4096",
            "PrivateTmp=yes",
            *SHUT_IN,
            NETWORK,
            *NO_DEVICES,
            NO_NEW_CODE,
            *rights,
            "OOMScoreAdjust=-500",
        ),
    )
