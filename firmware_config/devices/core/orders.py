"""Directives: what somebody on the fleet page has the device do at once, each of them once, and what came of the latest."""

from .messages import words

TEST_MS = 3000
LEAVE = "restart"


class Orders:
    """``tests`` are those that this device knows, such as ``test-board``."""

    def __init__(self, tests: "tuple[str, ...]") -> None:
        self._tests = tests
        self._id = self._result = self._trouble = ""
        self._ends_at = 0

    def heard(self, body: "dict[str, object]", now: int) -> str:
        """A ``Directive``; what is to be begun now, or empty."""
        order, what = words(body, "id"), words(body, "what")
        if not order or order == self._id:
            return ""
        known = what == LEAVE or what in self._tests
        self._id, self._trouble, self._ends_at = order, "", now + TEST_MS
        self._result = "begun" if known else "cannot"
        return what if known else ""

    def ended(self, now: int, troubles: "list[str]", *, leaving: bool) -> bool:
        """True once, when a test is over; ``troubles`` are what it has shown. Who leaves says nothing more."""
        if self._result != "begun" or leaving or now < self._ends_at:
            return False
        self._result, self._trouble = ("failed", troubles[0]) if troubles else ("done", "")
        return True

    @property
    def told(self) -> "dict[str, object] | None":
        """As ``Health`` has it; None before the first one."""
        return {"directive": self._id, "result": self._result, "trouble": self._trouble} if self._id else None
