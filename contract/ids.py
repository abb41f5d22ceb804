"""Names for the identifiers that travel between devices."""

from typing import Final, NewType

SiteId = NewType("SiteId", str)
"""An office, e.g. ``thu-dau-mot``: lower case, digits and hyphens."""

DeviceId = NewType("DeviceId", str)
"""A device of an office, e.g. ``kiosk-1``; also its user name at the broker."""

FieldId = NewType("FieldId", str)
"""A field of business, e.g. ``dat-dai``."""

CounterId = NewType("CounterId", int)
"""The number on the counter's plate, from 1."""

VisitId = NewType("VisitId", str)
"""One visit for ever: local day and ticket number, e.g. ``2026-11-22-B012``."""

TicketNumber = NewType("TicketNumber", str)
"""What the citizen holds: prefix letter and three digits, e.g. ``B012``; unique within a day."""

RequestId = NewType("RequestId", str)
"""Chosen by the sender, kept over restarts, the same on every resend."""

LONGEST_ID: Final = 64
"""Characters of a request's id."""

FileCode = NewType("FileCode", str)
"""A file's code as on the receipt, already checked by ``contract.file_code``."""

OfficerId = NewType("OfficerId", str)
"""An officer of the site file, e.g. ``lan``: what is typed to sign in and what the journal keeps."""

SuggestionNumber = NewType("SuggestionNumber", str)
"""Ten figures to ask by what became of a suggestion, already checked by ``contract.suggestion``."""

PriorityId = NewType("PriorityId", str)
"""A class of people who go first by law, e.g. ``cao-tuoi``."""
