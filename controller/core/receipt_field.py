"""Where somebody who holds a receipt takes a number, and which fields give numbers to such people alone."""

from collections.abc import Mapping
from typing import Final

from contract.ids import FieldId
from contract.site import Site

PAY: Final = 6
COLLECT: Final = 9
"""The national portal's codes: fees are due; the result is ready."""


def fields_of_procedures(site: Site) -> Mapping[str, FieldId]:
    """The field of each procedure's name, in small letters."""
    return {name.casefold(): one.id for one in site.fields for name in one.procedures}


def receipt_field(site: Site, fields: Mapping[str, FieldId], status: int, procedure: str | None) -> FieldId | None:
    """Field of the next number for a file; none where the site file names none, or one that gives no numbers."""
    special = {COLLECT: site.registry.collect_field, PAY: site.registry.pay_field}.get(status)
    wanted = special or fields.get((procedure or "").casefold())
    return next((one.id for one in site.fields if one.id == wanted and (one.offered or one.id == special)), None)


def takes_receipts(site: Site, field: FieldId) -> bool:
    """Whether a kiosk may give a number of the field to who holds a receipt, although it offers the field to nobody else."""
    return field in (site.registry.collect_field, site.registry.pay_field)
