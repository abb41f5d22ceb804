"""All that the registry tells of a file, for whoever knew the last digits; gone on leaving or after a while."""

from kivy.properties import StringProperty

from kiosk.core.advice import Urgency, next_step
from kiosk.core.file_journey import Details
from kiosk.screens.doors import Doors
from kiosk.screens.file_page import FilePage


class DetailsScreen(FilePage):
    """What is missing and what it costs first; then what it is about and who has it."""

    private = True
    code = StringProperty("")
    missing = StringProperty("")
    fee = StringProperty("")
    reason = StringProperty("")
    procedure = StringProperty("")
    department = StringProperty("")
    received = StringProperty("")
    due = StringProperty("")
    new_due = StringProperty("")
    contact = StringProperty("")

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)

    def fill(self, view: Details) -> dict[str, str]:
        """Whatever the registry has; what it has not takes no room."""
        file, told = view.file, view.file.details
        step = next_step(file, self.doors.now().date())
        self.code = file.code
        self.due = self.doors.day(file.due_on) if file.due_on else ""
        self.new_due = self.doors.day(step.new_day) if step.new_day and step.urgency is Urgency.OVERDUE else ""
        self.contact = self.whom_to_ask(file)
        if told is not None:
            papers = (f"•\u00a0{paper}" for paper in told.missing)
            self.missing = "\n".join((self.word("details.missing"), *papers)) if told.missing else ""
            self.fee = self.word("details.amount", amount=f"{told.fee:,}".replace(",", ".")) if told.fee else ""
            self.reason = told.reason or ""
            self.procedure = told.procedure or ""
            self.department = told.department or ""
            self.received = self.doors.day(told.received_on) if told.received_on else ""
        self.offer_next(file, step)
        return {"missing": str(len(told.missing) if told else 0), "shut": self.shut}

    def hide(self) -> None:
        """Leave nothing behind for the next citizen."""
        self.code = self.missing = self.fee = self.reason = self.procedure = self.department = ""
        self.received = self.due = self.new_due = self.contact = ""
        self.forget()
