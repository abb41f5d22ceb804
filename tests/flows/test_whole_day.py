"""A whole day of a small office, told in steps; by keypads and by pages it is the same day."""

import pytest

from tests.flows.day_office import DayOffice
from tests.flows.day_steps import play

MORNING = """
# before the doors open
06:50:00  kiosk      takes dat-dai                     -> office_not_open
06:50:01  kiosk      says of dat-dai                   -> not_yet
07:00:00  kiosk      takes dat-dai                     -> B001
07:00:05  kiosk      takes dat-dai                     -> B002
07:01:00  kiosk      takes ho-tich                     -> A001
07:02:00  kiosk      takes nop-phi                     -> unknown_field
07:20:00  head       signs in as hoa                   -> done
07:25:00  counter 5  signs in lan                      -> done
07:25:30  counter 5  calls                             -> counter_not_open
07:29:00  counter 5  opens                             -> done
07:29:01  counter 5  opens                             -> already_so
07:29:30  counter 1  signs in mai                      -> done
07:29:40  counter 1  opens                             -> done

# hand in, pay, collect: back to the same officer
07:30:00  counter 5  calls                             -> B001
07:30:01  counter 5  calls                             -> still_serving
07:34:00  counter 5  transfers B001 to nop-phi and back -> done
07:34:05  counter 9  signs in thu                      -> done
07:34:10  counter 9  opens                             -> done
07:34:20  counter 9  calls                             -> B001
07:36:00  counter 9  finishes B001                     -> goes on to dat-dai
07:36:01  counter 9  finishes B001                     -> not_at_counter
07:36:30  counter 5  calls                             -> B002
07:40:00  counter 5  finishes B002                     -> done
07:40:10  counter 5  calls                             -> A001
07:41:00  counter 5  undoes A001                       -> done
07:41:10  counter 1  calls                             -> A001
07:41:20  counter 5  calls                             -> B001
07:45:00  counter 5  finishes B001                     -> done
"""

FORENOON = """
# set aside, absent, late
08:00:00  kiosk      takes dat-dai                     -> B003
08:00:10  kiosk      takes dat-dai                     -> B004
08:00:20  kiosk      takes dat-dai                     -> B005
08:00:30  kiosk      takes dat-dai                     -> B006
08:01:00  counter 5  calls                             -> B003
08:02:00  counter 5  parks B003                        -> done
08:02:10  counter 5  calls                             -> B004
08:02:12  counter 5  recalls B004                      -> recalled_too_soon
08:02:15  counter 5  marks B004 absent                 -> call_again_first
08:02:20  counter 5  recalls B004                      -> done
08:02:40  counter 5  marks B004 absent                 -> done
08:03:00  counter 5  returns B003                      -> done
08:03:10  counter 5  calls                             -> B003
08:09:00  counter 5  finishes B003                     -> done
08:09:10  kiosk      takes dat-dai                     -> B007
08:09:20  counter 5  returns B004                      -> done
08:09:30  counter 5  calls                             -> B005
08:12:00  counter 5  finishes B005                     -> done
08:12:10  counter 5  calls                             -> B006
08:15:00  counter 5  finishes B006                     -> done
08:15:10  counter 5  calls                             -> B004
08:18:00  counter 5  finishes B004                     -> done

# by law first, but not for ever
08:30:00  head       gives dat-dai as cao-tuoi         -> B008
08:30:10  head       gives dat-dai as cao-tuoi         -> B009
08:30:20  head       gives dat-dai as khuyet-tat       -> B010
08:30:30  counter 1  transfers A001 to dat-dai end     -> done
08:31:00  counter 5  lets B007 go first as cao-tuoi    -> done
08:31:10  counter 5  calls B010                        -> no_right
08:31:20  counter 5  calls                             -> B007
08:32:00  counter 5  finishes B007                     -> done
08:32:10  counter 5  calls                             -> B008
08:33:00  counter 5  finishes B008                     -> done
08:33:10  counter 5  calls                             -> A001
08:34:00  counter 5  transfers A001 to counter 1 front -> done
08:34:05  counter 1  calls                             -> A001
08:40:00  counter 1  finishes A001                     -> done
08:40:10  counter 5  calls                             -> B009
08:41:00  counter 5  cancels B009                      -> done
08:41:05  counter 5  undoes B009                       -> done
08:42:00  counter 5  finishes B009                     -> done
08:42:10  counter 5  calls                             -> B010
08:43:00  counter 5  finishes B010                     -> done
08:44:01  counter 5  undoes B010                       -> nothing_to_undo
08:44:10  counter 5  calls                             -> nobody_waiting
"""

AFTERNOON = """
# a cry for help, and lunch
11:00:00  counter 1  raises the alarm                  -> done
11:00:10  counter 1  raises the alarm                  -> already_so
11:01:00  head       calms counter 1                   -> done
11:25:00  kiosk      takes ho-tich                     -> A002
11:29:00  counter 5  pauses                            -> done
11:29:10  counter 5  calls                             -> counter_not_open
12:00:00  kiosk      takes ho-tich                     -> A003
12:00:10  kiosk      says of ho-tich                   -> open
13:30:00  counter 5  opens                             -> done
13:30:10  counter 5  calls                             -> A002
13:31:00  counter 5  signs out                         -> still_serving
13:33:00  counter 5  finishes A002                     -> done

# the head closes a field: who waits is still served
14:00:00  head       closes field ho-tich              -> done
14:00:10  kiosk      takes ho-tich                     -> field_closed
14:00:20  kiosk      says of ho-tich                   -> closed
14:00:30  head       says Lĩnh vực hộ tịch nghỉ đến 15 giờ -> done
14:05:00  counter 1  calls                             -> A003
14:09:00  counter 1  finishes A003                     -> done
15:00:00  head       opens field ho-tich               -> done
15:00:10  kiosk      takes ho-tich                     -> A004
15:01:00  counter 1  calls                             -> A004
15:05:00  counter 1  finishes A004                     -> done

# the day ends
17:00:00  kiosk      takes ho-tich                     -> office_closed
17:00:01  kiosk      says of ho-tich                   -> day_over
17:01:00  counter 5  signs out                         -> done
17:01:10  head       closes counter 1                  -> done
17:01:20  head       closes counter 9                  -> done
"""


def a_day(folder, kind, by):
    folder.mkdir()
    with DayOffice(folder, kind, by) as office:
        for part in (MORNING, FORENOON, AFTERNOON):
            play(office, part)
        return office.told()


def test_the_day_is_the_same_by_keypad_and_by_page(tmp_path):
    by_keypad = a_day(tmp_path / "keypad", "mosquitto", "keypad")
    by_page = a_day(tmp_path / "page", "embedded", "page")
    assert len(by_keypad) > 90
    for one, other in zip(by_keypad, by_page, strict=True):
        assert one == other


@pytest.mark.parametrize(("kind", "by"), [("embedded", "keypad"), ("mosquitto", "page")])
def test_midnight_ends_everything(tmp_path, kind, by):
    with DayOffice(tmp_path, kind, by) as office:
        play(office, MORNING)
        office.clock.move(days=1)  # the day of Vietnamese culture
        play(
            office,
            """
07:00:00  kiosk      takes dat-dai                     -> office_closed
07:00:01  kiosk      says of dat-dai                   -> holiday
""",
        )
        office.clock.move(days=1)
        play(
            office,
            """
07:00:00  kiosk      takes dat-dai                     -> B001
07:30:00  counter 5  signs in lan                      -> done
07:30:01  counter 5  calls                             -> counter_not_open
07:30:02  counter 5  opens                             -> done
07:30:03  counter 5  calls                             -> B001
""",
        )
