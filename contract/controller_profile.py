"""The controller's profile: the only one with the whole site file, which no other device takes the time to read."""

from dataclasses import dataclass

from contract.procedure import Catalogue
from contract.profile import Account
from contract.site import Site


@dataclass(frozen=True, slots=True)
class ControllerProfile:
    """The controller: the whole site with its procedures, its journal's folder, and the secret of the tickets' addresses."""

    account: Account
    site: Site
    state: str
    secret: str
    catalogue: Catalogue = Catalogue()  # noqa: RUF009 (frozen)
    certificate: str = ""
    """PEM file of the pages' own certificate where ``[web] https_port`` is set."""
    key: str = ""
    """PEM file of its key."""
    authority: str = ""
    """PEM file of whom officers' computers are to trust."""
