"""The officers of a demo's hall at their browsers: each signs in and opens the counter when it is first needed."""

from contract.ids import CounterId
from contract.site import Site
from demo.officer import OfficerPage, clerk_of, head_of


class Staff:
    """Of the office of ``site``, whose pages stand at ``address``."""

    def __init__(self, site: Site, address: str) -> None:
        self._site = site
        self._address = address
        self._pages: dict[CounterId | None, OfficerPage] = {}

    def at(self, counter: CounterId) -> OfficerPage:
        """The page of a counter, open and with its clerk signed in; raises RuntimeError where that is refused."""
        if counter not in self._pages:
            page = OfficerPage(self._address, counter)
            self._pages[counter] = page
            for answer in (page.sign_in(clerk_of(self._site, counter)), page.press("open")):
                _done(answer, f"counter {counter}")
        return self._pages[counter]

    def head(self) -> OfficerPage | None:
        """The head's page, signed in; None where the office has no head."""
        head = head_of(self._site)
        if head is not None and None not in self._pages:
            page = OfficerPage(self._address, None)
            self._pages[None] = page
            _done(page.sign_in(head), "the head's page")
        return self._pages.get(None)

    def leave(self) -> None:
        """Close all browsers."""
        for page in self._pages.values():
            page.close()
        self._pages.clear()


def _done(answer: dict[str, object], where: str) -> None:
    if not answer["accepted"]:
        raise RuntimeError(f"{where}: {answer['text']}")
