"""Errors split by what the reader of the message can do: try again, or call a person."""


class HallError(Exception):
    """Anything that this software raises on purpose."""


class TryAgainError(HallError):
    """It may work in a moment: a network, a busy printer, a registry that did not answer."""


class CallAPersonError(HallError):
    """It will not get better by itself: paper, a wrong profile, a broken device."""


class MalformedMessageError(HallError):
    """A payload that is not of the contract; it is logged, counted and ignored."""


class ProfileError(CallAPersonError):
    """A device's profile cannot be read; the text names the file, the key and the fault."""
