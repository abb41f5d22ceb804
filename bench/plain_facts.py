"""The facts that reports count, read from the journal by plain SQL: another way to the same, to compare with and to measure against.

Nothing of ``controller.reports`` or of the ledger behind it is used here. Each query gives one row a fact with its ``day``.
"""

from types import MappingProxyType
from typing import Final

_GONE: Final = """
    undone AS (SELECT json_extract(body, '$.undone') AS seq FROM events WHERE type = 'ActionUndone'),
    voided AS (SELECT visit FROM events WHERE type = 'TicketVoided'),
"""
_KEPT: Final = "seq NOT IN (SELECT seq FROM undone) AND visit NOT IN (SELECT visit FROM voided)"
_ENDS: Final = "'VisitFinished', 'StepFinished', 'VisitParked', 'VisitMissed', 'VisitCancelled'"


def _second(moment: str) -> str:
    return f"CAST(strftime('%s', substr({moment}, 1, 19)) AS INTEGER)"


def _clock(moment: str) -> str:
    """Seconds since midnight."""
    return f"(substr({moment}, 12, 2) * 3600 + substr({moment}, 15, 2) * 60 + substr({moment}, 18, 2))"


_VISITS: Final = f"""
WITH {_GONE}
    ticket AS (
        SELECT visit, by AS device, ifnull(json_extract(body, '$.taken_at'), at) AS came,
            json_extract(body, '$.field') AS field, ifnull(json_extract(body, '$.language'), 'vi') AS language,
            json_extract(body, '$.file_code') IS NOT NULL AS receipt,
            json_extract(body, '$.appointed_at') IS NOT NULL AS booked,
            json_extract(body, '$.priority') IS NOT NULL AS by_law, json_extract(body, '$.ahead') AS ahead,
            json_extract(body, '$.wait.low') AS low, json_extract(body, '$.wait.likely') AS likely,
            json_extract(body, '$.wait.high') AS high
        FROM events WHERE type = 'TicketIssued' AND {_KEPT}
    ),
    call AS (SELECT visit, min(seq), at FROM events WHERE type = 'TicketCalled' AND {_KEPT} GROUP BY visit),
    last AS (
        SELECT visit, max(seq), type FROM events
        WHERE type IN ({_ENDS}, 'TicketCalled', 'VisitReturned', 'VisitTransferred') AND {_KEPT} GROUP BY visit
    ),
    law AS (SELECT DISTINCT visit FROM events WHERE type = 'PriorityGranted' AND {_KEPT}),
    told AS (
        SELECT ticket.*, substr(visit, 1, 10) AS day, call.at IS NOT NULL AS called, last.type AS end,
            by_law OR visit IN (SELECT visit FROM law) AS first_by_law,
            max(0, ifnull({_second("call.at")} - {_second("came")}, 0)) AS waited
        FROM ticket LEFT JOIN call USING (visit) LEFT JOIN last USING (visit)
    )
SELECT day, device, {_clock("came")} AS came, field, language, receipt, booked, first_by_law AS by_law, ahead, called, waited,
    end IS 'VisitFinished' AS served, end IS 'VisitMissed' AS absent, end IS 'VisitCancelled' AS cancelled,
    ifnull(end NOT IN ('VisitFinished', 'VisitMissed', 'VisitCancelled'), 1) AS unserved,
    called AND low IS NOT NULL AS told, called AND ifnull(waited BETWEEN low AND high, 0) AS inside,
    called AND ifnull(waited < low, 0) AS sooner, called AND ifnull(waited > high, 0) AS later,
    ifnull(abs(waited - likely), 0) AS error
FROM told
"""

_STAYS: Final = f"""
WITH {_GONE}
    heard AS (
        SELECT seq, visit, type, at, ifnull(officer, '') AS officer, json_extract(body, '$.counter') AS counter,
            json_extract(body, '$.field') AS field, json_extract(body, '$.due') AS due,
            ifnull(json_extract(body, '$.taken_at'), at) AS joined
        FROM events WHERE type IN ({_ENDS}, 'TicketIssued', 'TicketCalled', 'VisitTransferred') AND {_KEPT}
    ),
    lined AS (
        SELECT seq, type != 'VisitTransferred' OR counter IS NOT NULL OR field != lag(field) OVER one AS begins
        FROM heard WHERE due IS NOT NULL WINDOW one AS (PARTITION BY visit ORDER BY seq)
    ),
    numbered AS (
        SELECT heard.*, sum(ifnull(begins, 0)) OVER one AS step, count(due) OVER one AS dues,
            lead(type) OVER one AS left_by, lead(at) OVER one AS left_at,
            max(CASE WHEN type = 'TicketCalled' THEN seq END) OVER (PARTITION BY visit) AS last_call
        FROM heard LEFT JOIN lined USING (seq) WINDOW one AS (PARTITION BY visit ORDER BY seq)
    ),
    known AS (
        SELECT *, first_value(joined) OVER step AS began, first_value(field) OVER step AS line,
            first_value(due) OVER (PARTITION BY visit, dues ORDER BY seq) AS wanted,
            row_number() OVER (PARTITION BY visit, step, type ORDER BY seq) AS nth
        FROM numbered WINDOW step AS (PARTITION BY visit, step ORDER BY seq)
    )
SELECT substr(visit, 1, 10) AS day, line AS field, counter, officer, {_clock("began")} AS joined, {_clock("at")} AS called,
    nth = 1 AS first, CASE WHEN nth = 1 THEN max(0, {_second("at")} - {_second("began")}) ELSE 0 END AS waited,
    nth = 1 AND substr(at, 1, 19) <= substr(wanted, 1, 19) AS in_time,
    ifnull(left_by IN ('VisitFinished', 'StepFinished'), 0) AS served,
    CASE WHEN left_by IN ('VisitFinished', 'StepFinished') THEN max(0, {_second("left_at")} - {_second("at")}) ELSE 0 END
        AS service,
    CASE WHEN left_by != 'TicketCalled' THEN max(0, {_second("left_at")} - {_second("at")}) ELSE 0 END AS busy,
    ifnull(left_by = 'VisitMissed', 0) AS missed, ifnull(left_by = 'VisitMissed', 0) AND seq < last_call AS came_back
FROM known WHERE type = 'TicketCalled'
"""

_GRANTS: Final = f"""
WITH {_GONE}
    ticket AS (
        SELECT visit, json_extract(body, '$.field') AS field FROM events WHERE type = 'TicketIssued' AND {_KEPT}
    )
SELECT substr(visit, 1, 10) AS day, {_clock("at")} AS at, ifnull(officer, '') AS officer, by AS device,
    json_extract(body, '$.priority') AS priority, field, type = 'TicketIssued' AS with_ticket,
    type = 'PriorityGranted' AS later
FROM events JOIN ticket USING (visit)
WHERE type IN ('TicketIssued', 'PriorityGranted') AND json_extract(body, '$.priority') IS NOT NULL
"""

_TRANSFERS: Final = f"""
WITH {_GONE}
    line AS (
        SELECT seq, visit, type, at, officer, body, lag(json_extract(body, '$.field')) OVER one AS field
        FROM events WHERE type IN ('TicketIssued', 'StepFinished', 'VisitTransferred') AND {_KEPT}
        WINDOW one AS (PARTITION BY visit ORDER BY seq)
    )
SELECT substr(visit, 1, 10) AS day, {_clock("at")} AS at, ifnull(officer, '') AS officer, field,
    json_extract(body, '$.field') AS to_field, ifnull(json_extract(body, '$.counter'), 0) AS counter,
    json_extract(body, '$.place') = 'front' AS front, json_extract(body, '$.place') = 'end' AS end,
    json_extract(body, '$.place') = 'original' AS original
FROM line WHERE type = 'VisitTransferred'
"""

_CELL: Final = """json_extract(body, '$.counter') AS counter, ifnull(json_extract(body, '$.officer'), '') AS officer,
    json_extract(body, '$.field') AS field, ifnull(json_extract(body, '$.scale'), 3) AS scale"""
_BATCHED: Final = f"""
    rated AS (
        SELECT seq, substr(at, 1, 10) AS day, body, {_CELL}, (row_number() OVER cell - 1) / 5 AS batch
        FROM events WHERE type = 'VisitRated'
        WINDOW cell AS (PARTITION BY json_extract(body, '$.counter'), json_extract(body, '$.officer'),
            json_extract(body, '$.field'), ifnull(json_extract(body, '$.scale'), 3) ORDER BY seq)
    ),
    batch AS (
        SELECT counter, officer, field, scale, batch, max(seq), day AS shown FROM rated
        GROUP BY counter, officer, field, scale, batch HAVING count(*) = 5
    )
"""


def _face(score: str) -> str:
    return f"json_extract(body, '$.score') = '{score}' AS {score}"


_SCORES: Final = ("very_satisfied", "satisfied", "neutral", "not_satisfied", "very_unsatisfied")
_RATINGS: Final = f"""
WITH {_BATCHED}
SELECT shown AS day, counter, officer, field, scale, 1 AS ratings, {", ".join(_face(one) for one in _SCORES)},
    json_extract(body, '$.score') IN ('very_satisfied', 'satisfied') AS content
FROM rated JOIN batch USING (counter, officer, field, scale, batch)
"""
_REASONS: Final = f"""
WITH {_BATCHED}
SELECT shown AS day, counter, officer, field, scale, given.value AS reason, 1 AS times
FROM rated JOIN batch USING (counter, officer, field, scale, batch)
    JOIN json_each(ifnull(json_extract(body, '$.reasons'), json_array(json_extract(body, '$.reason')))) AS given
WHERE given.value IS NOT NULL
"""

_REFUSALS: Final = f"""
SELECT substr(at, 1, 10) AS day, {_clock("at")} AS at, by AS device, json_extract(body, '$.reason') AS reason,
    ifnull(json_extract(body, '$.field'), '') AS field
FROM events WHERE type = 'CommandRefused' AND json_extract(body, '$.command') = 'TakeTicket'
"""

_PAPERS: Final = f"""
SELECT substr(at, 1, 10) AS day, {_clock("at")} AS at, by AS device, ifnull(json_extract(body, '$.trouble'), '') AS trouble,
    state = 'confirmed' AND NOT again AS printed, state = 'unconfirmed' AS unconfirmed, state = 'failed' AS failed,
    state != 'failed' AND again AS again
FROM (
    SELECT at, by, body, json_extract(body, '$.state') AS state, ifnull(json_extract(body, '$.again'), 0) AS again
    FROM events WHERE type = 'TicketPrinted'
) WHERE state IN ('confirmed', 'unconfirmed', 'failed')
"""

_SCANS: Final = f"""
SELECT substr(at, 1, 10) AS day, {_clock("at")} AS at, by AS device, json_extract(body, '$.outcome') AS outcome,
    json_extract(body, '$.status') AS status
FROM events WHERE type = 'FileLookedUp'
"""

FACTS: Final = MappingProxyType(
    {
        "visits": _VISITS,
        "stays": _STAYS,
        "grants": _GRANTS,
        "transfers": _TRANSFERS,
        "ratings": _RATINGS,
        "reasons": _REASONS,
        "refusals": _REFUSALS,
        "papers": _PAPERS,
        "scans": _SCANS,
    }
)
"""By kind."""
