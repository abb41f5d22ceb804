"""What keeps a machine well by itself: users, log, time, drivers, keys that end sessions, a fresh start at night, certificates."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from contract.joining import OFFERS
from contract.site import Site
from contract.topics import CONTROLLER
from firmware_config.appliance import places as at
from firmware_config.appliance.nightly_backup import backup_units
from firmware_config.appliance.placing import Place
from firmware_config.appliance.units import HERE_ONLY, MADE, SHUT_IN, Unit
from firmware_config.offers import LONGEST
from firmware_config.tls import has_authority
from firmware_config.tree import InstalledFile

_KEPT_DAYS: Final = 60
"""Of the log: long enough for any complaint, short enough for any disk."""
_OFFERED_D: Final = LONGEST // timedelta(days=1)
_RESTED_S: Final = 1800
"""A machine that has run for less is not started afresh: a clock that jumps would do it twice."""


def files(site: Site, place: Place) -> Iterator[InstalledFile]:
    """Of one machine."""
    yield InstalledFile("/etc/sysusers.d/motcua.conf", _users(place).encode())
    yield InstalledFile(
        "/etc/systemd/journald.conf.d/motcua.conf", _log().encode(), units=("systemd-journald.service",)
    )
    yield InstalledFile("/etc/chrony/conf.d/motcua.conf", time_conf(site, place).encode(), units=("chrony.service",))
    sysctl = f"{MADE}kernel.sysrq = 0\n".encode()
    yield InstalledFile("/etc/sysctl.d/60-motcua.conf", sysctl, units=("systemd-sysctl.service",))
    yield InstalledFile(f"{at.UNITS}/ctrl-alt-del.target", _no_key().encode())
    drivers = "".join(f"{one}\n" for one in _drivers(place))
    if drivers:
        path, loading = "/etc/modules-load.d/motcua.conf", ("systemd-modules-load.service",)
        yield InstalledFile(path, f"{MADE}{drivers}".encode(), units=loading)
    if place.machine.restart_at:
        yield from (one.file for one in _nightly(site, place.machine.restart_at))
    if place.central:
        yield InstalledFile("/etc/tmpfiles.d/motcua.conf", tidying().encode())
    if place.central and has_authority(site):
        yield from (one.file for one in _renewal())
    if place.central and site.backup.at:
        yield from (one.file for one in backup_units(site))


def _users(place: Place) -> str:
    lines = [f'u {at.USER} - "Một cửa" {at.STATE}']
    if place.screens:
        lines.append(f'u {at.SCREEN_USER} - "Một cửa, screen" -')
    if place.sounds:
        lines.append(f'u {at.SOUND_USER} - "Một cửa, sound" {at.STATE}/sound')
    return MADE + "".join(f"{line}\n" for line in lines)


def tidying() -> str:
    """tmpfiles.d(5): an offer has ended after a day at the latest, and nobody may need to look before what it holds is gone.

    By when a file was written: the controller, which may not remove them, reads those of its own all the time.
    """
    folders = (f"{at.settings(CONTROLLER)}/{OFFERS}", f"{at.OFFICE}/*/{OFFERS}")
    return MADE + "".join(f"e {folder} - - - m:{_OFFERED_D}d\n" for folder in folders)


def _log() -> str:
    return (
        f"{MADE}# Every program writes to the journal, which throws its oldest lines away by itself.\n"
        "[Journal]\nStorage=persistent\nCompress=yes\nSystemMaxUse=300M\nSystemKeepFree=500M\nSystemMaxFileSize=30M\n"
        f"MaxFileSec=1week\nMaxRetentionSec={_KEPT_DAYS}day\n"
    )


def time_conf(site: Site, place: Place) -> str:
    """chrony.conf(5): the controller's machine asks the office's servers and tells the hall what they said, also when they are gone again.

    Before one has answered it tells nothing: ``local`` would pass a clock with a flat battery off as right, and machines whose own clocks
    are right would follow it. Only where the site names no server its own clock is the office's.
    """
    servers = "".join(f"pool {server} iburst maxsources 2\n" for server in site.clock.servers)
    if place.central:
        answers = "allow 10.0.0.0/8\nallow 172.16.0.0/12\nallow 192.168.0.0/16\nallow fc00::/7\nallow fe80::/10\n"
        own = "" if servers else "local stratum 10\n"
        return f"{MADE}{servers}makestep 1 3\nrtcsync\n{own}{answers}"
    return f"{MADE}server {site.broker.host} iburst prefer\n{servers}makestep 1 3\nrtcsync\n"


def _no_key() -> str:
    return f"{MADE}# Ctrl+Alt+Del on a keyboard that somebody plugs in restarts nothing.\n[Unit]\nDescription=Nothing\n"


def _drivers(place: Place) -> Iterator[str]:
    """Loaded before our units start, which name kinds of device files that are unknown without them."""
    if place.screens:
        yield "drm"
    if place.sounds:
        yield "snd"
    if any(one.camera and "://" not in one.camera for one in place.devices):
        yield "videodev"
    if any(one.printer.startswith("/dev/") for one in place.devices):
        yield "usblp"


def _nightly(site: Site, at_time: str) -> Iterator[Unit]:
    name = "motcua-restart"
    yield Unit(
        f"{name}.service",
        ("Description=Một cửa: a fresh start",),
        (
            "Type=oneshot",
            f"ExecCondition=/bin/sh -c '[ \"$(cut -d. -f1 /proc/uptime)\" -gt {_RESTED_S} ]'",
            "ExecStart=/usr/bin/systemctl --no-block reboot",
            *SHUT_IN,
            "PrivateDevices=yes",
            HERE_ONLY,
            "IPAddressDeny=any",
        ),
        wanted_by="",
    )
    yield Unit(
        f"{name}.timer",
        ("Description=Một cửa: a fresh start every night",),
        (f"OnCalendar=*-*-* {at_time}:00 {site.timezone}", "AccuracySec=1min", "RandomizedDelaySec=5min"),
        wanted_by="timers.target",
    )


def _renewal() -> Iterator[Unit]:
    name = "motcua-certificates"
    yield Unit(
        f"{name}.service",
        ("Description=Một cửa: certificates", f"ConditionPathExists={at.OFFICE}/site.toml", "After=time-sync.target"),
        (
            "Type=oneshot",
            f"ExecStart={at.COMMAND} renew {at.OFFICE}",
            "TimeoutStartSec=120",
            *(line for line in SHUT_IN if not line.startswith("CapabilityBoundingSet")),
            "CapabilityBoundingSet=CAP_CHOWN CAP_FOWNER CAP_DAC_OVERRIDE",
            "SystemCallFilter=@chown",
            f"ReadWritePaths={at.SETTINGS}",
            "PrivateTmp=yes",
            "PrivateDevices=yes",
            HERE_ONLY,
            "IPAddressDeny=any",
        ),
        wanted_by="",
    )
    yield Unit(
        f"{name}.timer",
        ("Description=Một cửa: renews certificates before they end",),
        ("OnCalendar=*-*-* 02:40:00", "Persistent=yes", "RandomizedDelaySec=10min"),
        wanted_by="timers.target",
    )
