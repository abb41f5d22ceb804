"""A controller's service that gives numbers as fast as it can, in a process of its own, until its standard input ends.

Each number is a line on its standard output as soon as it was acknowledged.
"""

import os
import select
import sys
from pathlib import Path

from tests.controller.driven_day import Office
from tests.office import LAND

A_DAY = 40


def main() -> None:
    office = Office(Path(sys.argv[1]))
    given = 0
    while not select.select([sys.stdin], [], [], 0)[0]:
        visit = office.take(LAND, seconds=1)
        os.write(1, f"{visit}\n".encode())
        given += 1
        if given % A_DAY == 0:
            office.clock.move(days=1)
            office.clock.at = office.clock.at.replace(hour=8, minute=0)
    office.close()


if __name__ == "__main__":
    main()
