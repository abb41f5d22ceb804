"""What desk and clerk of the reports say to each other over a pipe: one line of JSON each way."""

from dataclasses import dataclass, field

from controller.reports.labels import Labels
from controller.reports.question import Question, Table


@dataclass(frozen=True, slots=True)
class Asking:
    """``file`` empty: the table itself is wanted, else that file of it, of the kind that its name ends with, in the words of ``labels``.

    ``wait_s``: how long the answer may take where the journal is not read yet.
    """

    question: Question
    wait_s: float
    file: str = ""
    labels: Labels = field(default_factory=Labels)


@dataclass(frozen=True, slots=True)
class Answering:
    """Either a table, nothing more than that the file is there, or why not: ``fault``, and where it is only not yet, ``share``."""

    table: Table | None = None
    fault: str = ""
    share: float | None = None
