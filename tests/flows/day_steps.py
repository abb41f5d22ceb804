"""Steps of a day as a clerk would tell them, one a line: ``time  who  what  -> what came of it``.

``kiosk takes dat-dai -> B001``; ``counter 5 finishes B001 -> done``; a refusal is told by its reason. Said twice in a row by the
same person, a step is really done twice.
"""

PLACES = ("front", "end", "original")


def play(office, story):
    """Every step; what does not come as told is an AssertionError with the line."""
    for line in filter(None, map(str.strip, story.splitlines())):
        if line.startswith("#"):
            continue
        at, rest = line.split(maxsplit=1)
        step, _, told = rest.partition("->")
        office.set_clock(at)
        found = do(office, step.split())
        assert found == told.strip(), f"{line}   (came: {found})"


def do(office, words):
    match words:
        case ["kiosk", "takes", field]:
            return outcome(office.takes(field))
        case ["kiosk", "says", "of", field]:
            return office.door(field)
        case ["head", "signs", "in", "as", officer]:
            return outcome(office.signs_in(None, officer))
        case ["head", *act]:
            return outcome(head(office, act))
        case ["counter", counter, "signs", "in", officer]:
            return outcome(office.signs_in(int(counter), officer))
        case ["counter", counter, *act]:
            return outcome(clerk(office, int(counter), act))
    raise AssertionError(words)


def clerk(office, counter, act):
    match act:
        case ["opens" | "closes" | "pauses" | "calls" as word]:
            return office.presses(counter, word.removesuffix("s"))
        case ["signs", "out"]:
            return office.presses(counter, "sign_out")
        case ["calls", number]:
            return office.presses(counter, "number", number=number)
        case ["raises", "the", "alarm"]:
            return office.presses(counter, "alarm")
        case ["marks", number, "absent"]:
            return office.presses(counter, "absent", visit=office.visit(number))
        case ["recalls" | "parks" | "returns" | "cancels" as word, number]:
            return office.presses(counter, word.removesuffix("s"), visit=office.visit(number))
        case ["finishes", number]:
            return office.presses(counter, "finish", visit=office.visit(number))
        case ["undoes", number]:
            return office.presses(counter, "undo", visit=office.visit(number))
    return moved(office, counter, act)


def moved(office, counter, act):
    match act:
        case ["transfers", number, "to", "counter", other, place]:
            return office.presses(counter, "transfer", visit=office.visit(number), to_counter=int(other), place=place)
        case ["transfers", number, "to", field, "and", "back"]:
            return office.presses(counter, "transfer", visit=office.visit(number), field=field, back=True)
        case ["transfers", number, "to", field, place]:
            return office.presses(counter, "transfer", visit=office.visit(number), field=field, place=place)
        case ["lets", number, "go", "first", "as", priority]:
            return office.presses(counter, "priority", visit=office.visit(number), priority=priority)
    raise AssertionError(act)


def head(office, act):
    match act:
        case ["closes" | "opens" as word, "field", field]:
            return office.presses(None, f"{word.removesuffix('s')}_field", field=field)
        case ["gives", field, "as", priority]:
            return office.presses(None, "ticket", field=field, priority=priority)
        case ["closes", "counter", counter]:
            return office.presses(None, "close", counter=int(counter))
        case ["calms", "counter", counter]:
            return office.presses(None, "calm", counter=int(counter))
        case ["says", *text]:
            return office.presses(None, "message", text=" ".join(text), minutes=30)
    raise AssertionError(act)


def outcome(events):
    """A number that was given or called, a reason, or that it was done; no event at all is an answer given before."""
    kind, body = events[-1] if events else ("nothing", {})
    match kind:
        case "CommandRefused":
            return body["reason"]
        case "TicketIssued" | "TicketCalled":
            return body["visit"][-4:]
        case "StepFinished":
            return f"goes on to {body['field']}"
        case "nothing":
            return "nothing"
    return "done"
