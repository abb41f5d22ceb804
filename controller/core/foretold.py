"""The next number that a counter's board may tell: only one that no other counter can call first.

A number that is told and then called elsewhere, or after others, sends somebody to the wrong place. So it must be the one that the counter
would call now, and stand in a line that no other open counter serves; where several share a line, nobody can know who of them calls next.
Somebody with priority may still come before it, and then the board tells that one.
"""

from datetime import datetime

from contract.ids import CounterId, TicketNumber
from contract.notices import CounterStatus
from controller.core.choice import choose
from controller.core.queue import Queue


def foretold(queue: Queue, counter: CounterId, at: datetime) -> TicketNumber | None:
    """None where the counter does not call, where nobody waits for it, or where the office does not want it."""
    if not queue.site.counter_board.next or queue.seats[counter].status is not CounterStatus.OPEN:
        return None
    chosen = choose(queue, counter, at)
    if chosen is None:
        return None
    visit = queue.visits[chosen.visit]
    shared = visit.only is None and any(
        one.id != counter and visit.field in one.fields and queue.seats[one.id].status is CounterStatus.OPEN
        for one in queue.site.counters
    )
    return None if shared else visit.number
