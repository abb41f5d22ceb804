"""Directives: what the IT officer has one device do at once, and what the device says came of it.

Never retained and done once: a directive of yesterday must not print or ring after a power cut. The device answers in its ``Health``, which
it may write anyway: ``begun`` as soon as it has heard, and the end when it has come.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

DirectiveId = NewType("DirectiveId", str)
"""Made by the controller, at most 64 characters; a device does each only once."""


class Deed(StrEnum):
    """What a device can be told to do."""

    TEST_PRINT = "test-print"
    """Print the test slip."""
    TEST_CALL = "test-call"
    """Sound the chime and say that this is a test."""
    TEST_BOARD = "test-board"
    """Show a picture for some seconds that nobody takes for a call."""
    TEST_RATING = "test-rating"
    """Show the faces, or the lamps, once; what is pressed is never sent."""
    RESTART = "restart"
    """End the program, which is started again at once."""


class Result(StrEnum):
    """How far a directive has come."""

    BEGUN = "begun"
    """It was heard; it is done as soon as nobody is disturbed."""
    DONE = "done"
    FAILED = "failed"
    """It was tried; ``trouble`` says what was wrong."""
    CANNOT = "cannot"
    """This device does not do that."""


@dataclass(frozen=True, slots=True)
class Directive:
    """To one device. Never retained. A device that does not know ``what`` answers ``cannot``."""

    id: DirectiveId
    what: str


@dataclass(frozen=True, slots=True)
class Done:
    """What became of the latest directive. ``trouble``: a code, empty where all went well."""

    directive: DirectiveId
    result: Result
    trouble: str = ""
