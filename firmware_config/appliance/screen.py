"""The X session of a machine: Xorg without window manager, its screens turned and side by side, and nothing that a visitor could end.

Xorg runs under a user of its own in a terminal of its own (``TTYPath=``), without root and without a login: video and input belong to
groups. A small script stands above it, places the screens when it answers, and asks it again and again, so that systemd starts it anew
when it hangs. The screens are placed again whenever one is plugged in or switched on.
"""

from collections.abc import Iterator
from typing import Final

from contract.site import Device
from firmware_config.appliance import places as at
from firmware_config.appliance.placing import Place
from firmware_config.appliance.touch import as_option, touch_matrix
from firmware_config.appliance.units import HERE_ONLY, MADE, SHUT_IN, Unit, head
from firmware_config.machine_rules import TOUCHED
from firmware_config.tree import InstalledFile

XORG: Final = "/etc/X11/xorg.conf.d/50-motcua.conf"
SESSION: Final = f"{at.SETTINGS}/screen/session"
LAYOUT: Final = f"{at.SETTINGS}/screen/layout"
RULES: Final = "/etc/udev/rules.d/71-motcua-screens.rules"
SERVER: Final = f"/usr/lib/xorg/Xorg {at.DISPLAY} vt{at.TERMINAL}"
_FLAGS: Final = "-keeptty -nolisten tcp -noreset -nocursor -s 0 -dpms -auth"

_STILL: Final = """\
Section "ServerFlags"
  # Nobody in the hall ends the picture or gets behind it, and it never sleeps.
  Option "DontZap" "true"
  Option "DontVTSwitch" "true"
  Option "DontZoom" "true"
  Option "BlankTime" "0"
  Option "StandbyTime" "0"
  Option "SuspendTime" "0"
  Option "OffTime" "0"
EndSection

Section "Extensions"
  Option "DPMS" "false"
EndSection
"""


def files(place: Place) -> Iterator[InstalledFile]:
    """Of one machine; none where it has no screen."""
    if not place.screens:
        return
    session = (at.SCREEN_UNIT,)
    yield InstalledFile(XORG, xorg_conf(place).encode(), units=session)
    yield InstalledFile(SESSION, session_script().encode(), 0o755, units=session)
    yield InstalledFile(LAYOUT, layout_script(place.screens).encode(), 0o755, units=session)
    yield InstalledFile(RULES, _rules().encode())
    yield _session_unit().file
    yield _layout_unit().file


def whole(screens: tuple[Device, ...]) -> tuple[int, int]:
    """Pixels of all pictures side by side."""
    return sum(one.screen[0] for one in screens), max(one.screen[1] for one in screens)


def xorg_conf(place: Place) -> str:
    """A part of xorg.conf(5): what the session forbids, and where touches are."""
    parts = [MADE, _STILL]
    left, size = 0, whole(place.screens)
    for one in place.screens:
        if one.role in TOUCHED:
            parts.append(_touch_class(one, left, size))
        left += one.screen[0]
    return "".join(parts)


def _touch_class(one: Device, left: int, size: tuple[int, int]) -> str:
    matrix = as_option(touch_matrix(one.display.rotation, one.screen, left, size))
    product = f'  MatchProduct "{one.display.touch}"\n' if one.display.touch else ""
    return (
        f'\nSection "InputClass"\n  Identifier "motcua touch of {one.id}"\n  MatchIsTouchscreen "on"\n{product}'
        f'  Option "TransformationMatrix" "{matrix}"\nEndSection\n'
    )


def session_script(server: str = SERVER, layout: str = LAYOUT, patience_s: int = 10, pause_s: int = 5) -> str:
    """Starts the server, has the screens placed, and tells systemd that it answers; ends when it does.

    It is asked every ``pause_s`` seconds and may take ``patience_s``.
    """
    return f"""\
#!/bin/sh
{MADE}set -u
umask 027
rm -f "$XAUTHORITY"
xauth -q -f "$XAUTHORITY" add "$DISPLAY" . "$(mcookie)" && chmod 0640 "$XAUTHORITY" || exit 1
{server} {_FLAGS} "$XAUTHORITY" &
server=$!
trap 'kill "$server"; wait "$server"; exit 0' TERM INT
until timeout 5 xset q >/dev/null 2>&1; do
  kill -0 "$server" 2>/dev/null || exit 1
  sleep 0.2
done
{layout}
systemd-notify --ready
while kill -0 "$server" 2>/dev/null; do
  if timeout {patience_s} xset q >/dev/null 2>&1; then systemd-notify WATCHDOG=1; fi
  sleep {pause_s} &
  wait $!
done
exit 1
"""


def layout_script(screens: tuple[Device, ...]) -> str:
    """Places every screen; one that is not plugged in yet leaves its room empty."""
    lines, left = [], 0
    for number, one in enumerate(screens, 1):
        output = f'"{one.display.output}"' if one.display.output else f'"$(connected {number})"'
        lines.append(f"place {output} {left} {one.display.rotation} {one.screen[0]}x{one.screen[1]}")
        left += one.screen[0]
    width, height = whole(screens)
    return f"""\
#!/bin/sh
{MADE}set -u
connected() {{
  xrandr --query | sed -n 's/^\\([^ ]*\\) connected.*/\\1/p' | sed -n "$1p"
}}
place() {{
  if [ -z "$1" ]; then echo "a screen is not plugged in" >&2; return; fi
  # As large as all of them, also while one is away: touches are reckoned from the whole.
  xrandr --fb {width}x{height} --output "$1" --auto --rotate "$3" --pos "$2x0" 2>/dev/null ||
    xrandr --output "$1" --auto --rotate "$3" --pos "$2x0" || {{ echo "screen $1 cannot be placed" >&2; return; }}
  xrandr --query | grep -q "^$1 connected.* $4+$2+0" || echo "screen $1 is not $4 pixels large, as the site file says" >&2
}}
{chr(10).join(lines)}
xset s off s noblank -dpms 2>/dev/null
exit 0
"""


def _session_unit() -> Unit:
    return Unit(
        at.SCREEN_UNIT,
        (
            *head("Một cửa: screen", ("systemd-user-sessions.service", f"getty@tty{at.TERMINAL}.service")),
            f"Conflicts=getty@tty{at.TERMINAL}.service",
        ),
        (
            "Type=notify",
            "NotifyAccess=all",
            f"ExecStart={SESSION}",
            "Restart=always",
            "RestartSec=2",
            "WatchdogSec=60",
            "TimeoutStartSec=60",
            "TimeoutStopSec=15",
            f"User={at.SCREEN_USER}",
            f"Group={at.USER}",
            "SupplementaryGroups=video render input tty",
            f"RuntimeDirectory={at.SCREEN_RUN}",
            "RuntimeDirectoryMode=0750",
            f"Environment=DISPLAY={at.DISPLAY} XAUTHORITY={at.COOKIE} HOME=/run/{at.SCREEN_RUN}",
            f"TTYPath=/dev/tty{at.TERMINAL}",
            "TTYReset=yes",
            "TTYVHangup=yes",
            "TTYVTDisallocate=yes",
            "StandardInput=tty-fail",
            "StandardOutput=journal",
            "StandardError=journal",
            *SHUT_IN,
            "SystemCallFilter=@setuid mincore",  # it becomes itself before it has a keyboard compiled, or has none
            "RestrictAddressFamilies=AF_UNIX AF_NETLINK",
            "IPAddressDeny=any",
            "ReadWritePaths=/tmp",
            "DevicePolicy=closed",
            f"DeviceAllow=/dev/tty{at.TERMINAL} rw",
            "DeviceAllow=char-drm rw",
            "DeviceAllow=char-input rw",
        ),
    )


def _layout_unit() -> Unit:
    return Unit(
        at.LAYOUT_UNIT,
        ("Description=Một cửa: places the screens again", f"After={at.SCREEN_UNIT}", f"Requisite={at.SCREEN_UNIT}"),
        (
            "Type=oneshot",
            f"ExecStart={LAYOUT}",
            "TimeoutStartSec=30",
            f"User={at.SCREEN_USER}",
            f"Group={at.USER}",
            f"Environment=DISPLAY={at.DISPLAY} XAUTHORITY={at.COOKIE}",
            *SHUT_IN,
            HERE_ONLY,
            "IPAddressDeny=any",
            "PrivateDevices=yes",
            "MemoryDenyWriteExecute=yes",
        ),
        wanted_by="",
    )


def _rules() -> str:
    return (
        f'{MADE}ACTION=="change", SUBSYSTEM=="drm", ENV{{HOTPLUG}}=="1", '
        f'RUN+="/usr/bin/systemctl --no-block start {at.LAYOUT_UNIT}"\n'
    )
