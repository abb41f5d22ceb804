"""The office's calendar: hours by the site file."""

from datetime import date, time

from contract.site import Hours
from controller.core.day import Plan, Session

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class HoursCalendar:
    """``hours`` None: the office never closes."""

    def __init__(self, hours: Hours | None) -> None:
        self._hours = hours

    def __call__(self, day: date) -> Plan:
        """The day's sessions."""
        if self._hours is None:
            return Plan()
        return Plan(tuple(_session(one) for one in getattr(self._hours, _DAYS[day.weekday()])))


def _session(text: str) -> Session:
    opens, _, closes = text.partition("-")
    return Session(time.fromisoformat(opens), time.fromisoformat(closes))
