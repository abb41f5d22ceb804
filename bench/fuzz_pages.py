"""The pages, asked by schemathesis with data that fits and data that does not, in every role, at a server that really listens.

``python -m bench.fuzz_pages [--seed 1] [--rounds 20] [--each 20]`` asks the same for the same seed.
"""

import argparse
import dataclasses
import gc
import json
import logging
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from http.cookiejar import DefaultCookiePolicy
from itertools import count
from pathlib import Path
from typing import Any, Final

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from bench import page_law
from bench.fuzz_run import Outcome, resident_mb
from bench.page_hall import GATEWAY, SECRET, FuzzedHall
from bench.page_schema import document
from bench.page_values import known
from controller.core.follow import mark

NAME: Final = "pages"
_SEED: Final = 20261122
_ROUNDS: Final = 20
_EACH: Final = 20
_UNTIL_S: Final = 1300.0
_CHECKS: Final = [not_a_server_error, status_code_conformance, content_type_conformance]
_BETWEEN_S: Final = 3.0
"""On the office's clock: so slowly nobody is taken for a guesser."""
_DEADLINE_S: Final = 90.0
_TOLD: Final = 20
ROLES: Final = ("nobody", "forged", "phone", "kiosk", "clerk", "head", "it", "gateway")
"""``phone`` has a ticket, so its address; ``kiosk`` can make a seal, ``gateway`` shows its secret."""
_AT_HOME: Final = {"/counter": "clerk", "/head": "head", "/fleet": "it", "/t/": "phone", "/sms": "gateway", "/kiosk": "kiosk", "/sign-out": "clerk"}  # fmt: skip
"""Whose pages they are, by how they begin: asked by them as often as by all others."""
_MAY_DO: Final = {
    "/counter": {"clerk"},
    "/head": {"head"},
    "/fleet": {"it"},
    "/sign-out": {"clerk", "head", "it"},
    "/t/": {"nobody", "forged", "phone", "kiosk", "gateway"},
}
"""Whose button does something, by how the page begins; at the others a password, a seal or a code counts."""
_A_HEADS_TOO: Final = frozenset({"return", "cancel", "priority", "transfer", "sign_out", "pause", "close", "calm"})
"""What a head may do from the page of any counter, by hand; see ``tests/controller/core/test_rights.py``."""
MANNERS: Final[Mapping[str, tuple[str, bool]]] = {
    "page": ("{own}", True),
    "fetch": ("null same-origin", True),
    "foreign": ("https://evil.example", False),
    "null": ("null", False),
    "none": ("", False),
    "cross": ("{own} cross-site", False),
}
"""``Origin`` and ``Sec-Fetch-Site`` as browsers send them, and whether they are those of a page of ours."""


class Asker:
    """Sends one case after the other to ``hall`` and holds every answer against the law."""

    def __init__(self, hall: FuzzedHall, outcome: Outcome) -> None:
        self._hall, self._outcome = hall, outcome
        self._ids, self._known = count(), set[str]()
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._secrets = (SECRET, GATEWAY, str(hall.folder), str(Path(__file__).parent.parent))

    def close(self) -> None:
        """Hang up."""
        self._session.close()

    def ask(self, case: Case[Any], role: str, manner: str) -> None:
        """One case, counted."""
        hall = self._hall
        hall.clock.go_on(_BETWEEN_S)
        self._put_real_values(case, role)
        sent = _as_sent(case, hall.web.address, self._headers(role, manner))
        before = hall.seq
        try:
            answer = self._session.request(**sent, allow_redirects=False, timeout=_DEADLINE_S)
        except (requests.exceptions.InvalidHeader, requests.exceptions.InvalidURL, UnicodeError):
            return  # nothing that HTTP can carry
        except requests.exceptions.Timeout:
            self._outcome.hangs += 1
            self._tell(case, role, manner, "no answer")
            return
        self._outcome.cases += 1
        found = list(page_law.faults(answer, page_law.Reader(MANNERS[manner][1], hall.texts, self._secrets)))
        if (
            answer.status_code in {401, 403, 404, 405, 415}
            and hall.seq != before
            and role not in {"clerk", "head", "it"}
        ):
            found.append(f"refused with {answer.status_code}, and yet something happened")
        command = case.body.get("command") if isinstance(case.body, dict) else None
        if '"accepted":true' in answer.text and not (may_do(role, case.path, command) and answer.status_code == 200):
            found.append("somebody did what is not theirs to do")
        found += _failures(case, answer)
        for one in found:
            self._outcome.crashes += 1
            self._tell(case, role, manner, one)
        if case.method == "POST":
            if "Max-Age=0" in answer.headers.get("Set-Cookie", ""):
                hall.tokens.pop(role, None)
            hall.settle()

    def _put_real_values(self, case: Case[Any], role: str) -> None:
        """What chance would not find: a ticket with its own mark, a seal for its visit, a request that was never sent before."""
        hall = self._hall
        if role == "phone" and "mark" in case.path_parameters:
            visit = hall.visits[next(self._ids) % len(hall.visits)]
            case.path_parameters = {"visit": visit, "mark": mark(SECRET, visit)}
        if role == "kiosk" and isinstance(case.body, dict) and case.body.keys() == {"device", "visit", "sealed"}:
            case.body = hall.sealed()
        if isinstance(case.body, dict) and case.body.get("request") in (hall.REQUEST, hall.AGAIN):
            own = next(self._ids) if case.body["request"] == hall.REQUEST else role  # nobody knows another browser's
            case.body = {**case.body, "request": f"{case.body['request']}-{own}"}

    def _headers(self, role: str, manner: str) -> dict[str, str]:
        own, site = f"{MANNERS[manner][0]} ".format(own=self._hall.web.address).split(" ")[:2]
        headers = {"Origin": own, "Sec-Fetch-Site": site, "Cookie": self._hall.tokens.get(role, "")}
        if role == "gateway":
            headers["X-Gateway-Secret"] = GATEWAY
        if role == "forged":
            headers["Cookie"] = self._hall.tokens["head"][:-1] + "_"
        return {name: value for name, value in headers.items() if value}

    def _tell(self, case: Case[Any], role: str, manner: str, words: str) -> None:
        if len(self._outcome.told) < _TOLD and words not in self._known:
            self._known.add(words)
            self._outcome.told.append(f"{role}, {manner}: {case.method} {case.path}: {words}; {case!r:.600}")


def may_do(role: str, path: str, command: object = None) -> bool:
    """Whether a button of the page at ``path`` may do something for ``role``; ``command``: which one, where the page has several."""
    may = next((one for begins, one in _MAY_DO.items() if path.startswith(begins)), {role})
    return role in may or (role == "head" and path.startswith("/counter") and command in _A_HEADS_TOO)


def ask_all(hall: FuzzedHall, seed: int, each: int, outcome: Outcome) -> None:
    """``each`` cases that fit and as many that do not of every page, a tenth of it of ways that no page is asked."""
    described = document(hall.app, known(hall))
    schema = schemathesis.openapi.from_dict(described, config=schemathesis.Config())
    with closing(Asker(hall, outcome)) as asker:
        for path, methods in described["paths"].items():
            for method, words in methods.items():
                odd = "200" not in words["responses"]
                for mode in (GenerationMode.POSITIVE,) if odd else GenerationMode:
                    cases = schema[path][method].as_strategy(generation_mode=mode)
                    _run(cases, _roles(path), asker, seed, max(2, each // 10) if odd else each)


def _roles(path: str) -> st.SearchStrategy[str]:
    home = next((role for begins, role in _AT_HOME.items() if path.startswith(begins)), "nobody")
    return st.sampled_from((home,) * len(ROLES) + ROLES)


def _run(
    cases: st.SearchStrategy[Case[Any]], roles: st.SearchStrategy[str], asker: Asker, seed: int, most: int
) -> None:
    """Faults are told, not raised: every case changes the hall, so that hypothesis could not make one smaller."""

    @seeded(seed)
    @settings(
        max_examples=most,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases, role=roles, manner=st.sampled_from(("page",) * 12 + tuple(MANNERS)))
    def each(case: Case[Any], role: str, manner: str) -> None:
        asker.ask(case, role, manner)

    each()


def _as_sent(case: Case[Any], address: str, headers: dict[str, str]) -> dict[str, Any]:
    """With the role's cookie before the generated ones."""
    sent = case.as_transport_kwargs(base_url=address, headers=headers)
    held: Mapping[str, Any] = sent.pop("cookies", None) or {}
    cookies = [f"{name}={value}" for name, value in held.items()]
    sent["headers"]["Cookie"] = "; ".join(filter(None, (headers.get("Cookie", ""), *cookies)))
    sent["headers"] = {name: value for name, value in sent["headers"].items() if value}
    return sent


def _failures(case: Case[Any], answer: requests.Response) -> Iterator[str]:
    """What schemathesis says against it by the document."""
    try:
        case.validate_response(answer, checks=_CHECKS)
    except FailureGroup as group:
        yield from (f"{one.title}: {one.message[:300]}" for one in group.exceptions)


def run(folder: Path, seed: int, rounds: int, each: int, until_s: float = float("inf")) -> Outcome:
    """Every round has an office of its own, which has to be whole in the end; none begins after ``until_s`` seconds."""
    outcome, begun, low = Outcome(NAME), time.monotonic(), 0.0
    logging.disable(logging.CRITICAL)
    try:
        for one in range(rounds):
            with FuzzedHall(folder / f"{one}") as hall:
                ask_all(hall, seed + one, each, outcome)
                for fault in hall.whole():
                    outcome.crashes += 1
                    outcome.told.append(f"the hall of round {one} is not whole: {fault}")
            gc.collect()
            if one >= rounds // 2:  # until then hypothesis and schemathesis fill caches of their own, which have an end
                low = low or resident_mb()
                outcome.grown_mb = max(outcome.grown_mb, resident_mb() - low)
            if time.monotonic() - begun > until_s:
                break
    finally:
        logging.disable(logging.NOTSET)
    outcome.seconds = time.monotonic() - begun
    return outcome


def main() -> int:
    """The outcome as a line of JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz_pages", description="The pages, fuzzed.")
    parser.add_argument("--seed", type=int, default=_SEED)
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    parser.add_argument(
        "--each", type=int, default=_EACH, help="cases that fit, and as many that do not, of every page"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        outcome = run(Path(name), asked.seed, asked.rounds, asked.each, _UNTIL_S)
    print(json.dumps(dataclasses.asdict(outcome)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
