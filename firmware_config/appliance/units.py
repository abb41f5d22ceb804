"""systemd units as texts, and what shuts every program of ours in: it sees its own folder, its own devices and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from contract.process import AGAIN
from firmware_config.appliance.places import SETTINGS, STATE, UNITS, USER
from firmware_config.tree import InstalledFile

MADE: Final = "# Made by `motcua apply` from the site file: change that, not this.\n"
WATCHDOG_S: Final = 30
"""Programs tell every two seconds that they live."""

SHUT_IN: Final = (
    "NoNewPrivileges=yes",
    "CapabilityBoundingSet=",
    "ProtectSystem=strict",
    "ProtectHome=yes",
    "ProtectClock=yes",
    "ProtectHostname=yes",
    "ProtectKernelLogs=yes",
    "ProtectKernelModules=yes",
    "ProtectKernelTunables=yes",
    "ProtectControlGroups=yes",
    "ProtectProc=invisible",
    "RestrictNamespaces=yes",
    "RestrictRealtime=yes",
    "RestrictSUIDSGID=yes",
    "LockPersonality=yes",
    "RemoveIPC=yes",
    "KeyringMode=private",
    "UMask=0077",
    "SystemCallArchitectures=native",
    "SystemCallFilter=@system-service",
    "SystemCallFilter=~@privileged @mount @swap @reboot @debug @cpu-emulation @obsolete",
    "SystemCallErrorNumber=EPERM",
)
"""systemd.exec(5); what a unit needs beyond it stands in that unit."""
NETWORK: Final = "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6"
HERE_ONLY: Final = "RestrictAddressFamilies=AF_UNIX"
NO_DEVICES: Final = ("PrivateDevices=yes", "DevicePolicy=closed")
NO_NEW_CODE: Final = "MemoryDenyWriteExecute=yes"
"""Not for windows: Mesa's software renderer makes code as it goes."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: lines by section, in order."""

    name: str
    head: Sequence[str]
    service: Sequence[str]
    wanted_by: str = "multi-user.target"
    """Empty: started by something else."""

    @property
    def text(self) -> str:
        """As the file has it."""
        kind = self.name.rpartition(".")[2].capitalize()
        parts = [MADE, "[Unit]\n", *(f"{line}\n" for line in self.head)]
        if self.service:
            parts += [f"\n[{kind}]\n", *(f"{line}\n" for line in self.service)]
        if self.wanted_by:
            parts += ["\n[Install]\n", f"WantedBy={self.wanted_by}\n"]
        return "".join(parts)

    @property
    def file(self) -> InstalledFile:
        """Where it stands; changed, it is started anew."""
        return InstalledFile(f"{UNITS}/{self.name}", self.text.encode(), units=(self.name,))


def head(description: str, after: Sequence[str] = (), wants: Sequence[str] = ()) -> tuple[str, ...]:
    """The first section of a program that is started again for ever."""
    lines = [f"Description={description}"]
    if wants:
        lines.append(f"Wants={' '.join(wants)}")
    if after:
        lines.append(f"After={' '.join(after)}")
    return (*lines, "StartLimitIntervalSec=0")


def seen(*paths: str) -> tuple[str, ...]:
    """Of all that the office has told this machine a program sees these alone, whoever else comes to run beside it."""
    return (f"TemporaryFileSystem={SETTINGS}:ro", f"BindReadOnlyPaths={' '.join(paths)}")


def program(command: str, folder: str) -> tuple[str, ...]:
    """The service of a program of ours that keeps its state in ``/var/lib/motcua/<folder>``."""
    return (
        "Type=notify",
        "NotifyAccess=main",
        f"ExecStart={command}",
        "Restart=always",
        "RestartSec=1",
        f"SuccessExitStatus={AGAIN}",
        f"WatchdogSec={WATCHDOG_S}",
        "TimeoutStartSec=120",
        "TimeoutStopSec=20",
        f"User={USER}",
        f"Group={USER}",
        f"StateDirectory=motcua/{folder}",
        "StateDirectoryMode=0700",
        "PrivateTmp=yes",
        f"Environment=HOME={STATE}/{folder} XDG_CACHE_HOME={STATE}/{folder}/cache LANG=C.UTF-8 PYTHONFAULTHANDLER=1",
        *SHUT_IN,
    )
