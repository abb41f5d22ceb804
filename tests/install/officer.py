"""An officer at a browser, run in the machine's network: signs in, presses keys, and tells what the page shows as JSON."""

import json
import sys

from contract.ids import CounterId, OfficerId
from demo.officer import OfficerPage

if __name__ == "__main__":
    address, counter, commands, password = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4]
    with OfficerPage(address, CounterId(int(counter))) as page:
        for words in (
            page.sign_in(OfficerId(f"quay-{counter}"), password),
            *(page.press(one) for one in filter(None, commands.split(","))),
        ):
            if not words["accepted"]:
                raise SystemExit(words["text"])
        print(json.dumps(page.shown()))
