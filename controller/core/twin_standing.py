"""Where a device stands between the configuration that is wanted of it and the one that it says it runs."""

from enum import StrEnum

from contract.twin import Reported, Wanted


class Standing(StrEnum):
    """From nothing known to nothing to do; each has words on the fleet's page."""

    UNHEARD = "unheard"
    """It has never said anything of its configuration."""
    BEHIND = "behind"
    """It has not heard of the newest yet: it is off, or will tell in a moment."""
    REFUSED = "refused"
    """It does not take it, or not all of it, and says why."""
    NEEDS_APPLY = "needs_apply"
    """It lacks what only ``apply`` brings."""
    RESTARTS = "restarts"
    """It starts its program anew as soon as nobody is disturbed."""
    WAITS = "waits"
    """It changes as soon as nobody is disturbed."""
    IN_STEP = "in_step"
    """It is as it is wanted."""


def standing(wanted: Wanted, reported: Reported | None) -> Standing:
    """The worst that is to be said of a device."""
    if reported is None:
        return Standing.UNHEARD
    if reported.refused:
        return Standing.REFUSED
    if reported.revision != wanted.revision:
        return Standing.BEHIND
    if reported.apply:
        return Standing.NEEDS_APPLY
    if reported.restart:
        return Standing.RESTARTS
    if reported.waits or not reported.in_step:
        return Standing.WAITS
    return Standing.IN_STEP
