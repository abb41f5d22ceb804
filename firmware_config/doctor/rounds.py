"""Everything that the doctor looks at, check by check."""

from typing import Final

from firmware_config.doctor.checks import (
    backup,
    broker,
    camera,
    certificates,
    clock,
    disk,
    machine,
    network,
    pages,
    printer,
    screen,
    secrets,
    services,
    site,
    sound,
    versions,
)
from firmware_config.doctor.examination import Check

CHECKS: Final = tuple(
    Check(one.AREAS, one.look)
    for one in (
        site,
        network,
        broker,
        certificates,
        pages,
        clock,
        services,
        versions,
        disk,
        machine,
        screen,
        printer,
        camera,
        sound,
        secrets,
        backup,
    )
)
