"""The sound server of a machine: PulseAudio as a service of its own, for a computer on which nobody signs in.

PipeWire's PulseAudio needs a session manager on a user's bus, hence a user who is signed in; PulseAudio runs alone, on Debian 12 and 13,
and finds cards by udev. It runs under its own user, who alone may open the cards; programs reach it by a socket, if they are in our group.
"""

from collections.abc import Iterator
from typing import Final

from firmware_config.appliance import places as at
from firmware_config.appliance.placing import Place
from firmware_config.appliance.units import MADE, SHUT_IN, Unit, head
from firmware_config.tree import InstalledFile

SERVER: Final = f"{at.SETTINGS}/sound.pa"
CLIENTS: Final = "/etc/pulse/client.conf.d/50-motcua.conf"
COMMAND: Final = (
    "/usr/bin/pulseaudio --daemonize=no --exit-idle-time=-1 --use-pid-file=no --disallow-exit=yes "
    "--disallow-module-loading=yes --realtime=no --high-priority=no --log-target=stderr --log-level=notice "
    f"-n --file={SERVER}"
)


def files(place: Place) -> Iterator[InstalledFile]:
    """Of one machine; none where nothing on it is heard."""
    if not place.sounds:
        return
    yield InstalledFile(SERVER, server_script(place.machine.sound).encode(), units=(at.SOUND_UNIT,))
    yield InstalledFile(CLIENTS, _clients(place.machine.sound).encode())
    yield _unit().file


def server_script(sink: str, cards: str = "load-module module-udev-detect", run: str = f"/run/{at.SOUND_RUN}") -> str:
    """default.pa(5): all cards, the office's own one first and open. ``cards`` says how they are found."""
    first = f"set-default-sink {sink}\n" if sink else ""
    return f"""\
{MADE}.fail
load-module module-native-protocol-unix auth-group={at.USER} auth-cookie-enabled=0 socket={run}/native
.nofail
{cards}
load-module module-switch-on-port-available
load-module module-always-sink
{first}# A new card is silent until somebody turns it up; how loud calls are is said by the site file.
set-sink-volume @DEFAULT_SINK@ 65536
set-sink-mute @DEFAULT_SINK@ 0
"""


def _clients(sink: str) -> str:
    """pulse-client.conf(5), for our programs and for whoever tries the sound at the machine."""
    first = f"default-sink = {sink}\n" if sink else ""
    return f"{MADE}default-server = {at.SOUND_SERVER}\nautospawn = no\n{first}"


def _unit() -> Unit:
    return Unit(
        at.SOUND_UNIT,
        head("Một cửa: sound", ("sound.target",)),
        (
            "Type=notify",
            f"ExecStart={COMMAND}",
            "Restart=always",
            "RestartSec=2",
            "TimeoutStopSec=10",
            f"User={at.SOUND_USER}",
            f"Group={at.USER}",
            "SupplementaryGroups=audio",
            f"RuntimeDirectory={at.SOUND_RUN}",
            "RuntimeDirectoryMode=0750",
            "StateDirectory=motcua/sound",
            f"Environment=HOME={at.STATE}/sound PULSE_RUNTIME_PATH=/run/{at.SOUND_RUN}/server PULSE_STATE_PATH={at.STATE}/sound",
            "PrivateTmp=yes",
            *SHUT_IN,
            "SystemCallFilter=@setuid capset",  # it gives up at its start what it never had
            "UMask=0007",
            "RestrictAddressFamilies=AF_UNIX AF_NETLINK",
            "IPAddressDeny=any",
            "MemoryDenyWriteExecute=yes",
            "DevicePolicy=closed",
            "DeviceAllow=char-alsa rw",
        ),
    )
