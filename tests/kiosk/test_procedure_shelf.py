"""A kiosk's procedures come from the office's own pages, and are found under the names of its fields."""

import queue
from dataclasses import replace

from starlette.applications import Starlette

from contract.catalogue import catalogue_of
from contract.notices import FieldInfo, Office
from contract.procedure import Procedure
from contract.profile import Account, KioskProfile, Screen
from contract.site import Web
from contract.topics import Role
from controller.web.procedures_page import ProceduresPage
from controller.web.server import WebServer
from kiosk.procedure_shelf import ProcedureShelf
from tests.office import CIVIL

LONG_S = 10.0
BIRTH = Procedure("1", "Đăng ký khai sinh", CIVIL, ("a",), ("b",), ("c",), ("d",), ("e",), "2026-11-20")
OFFICE = Office("x", (FieldInfo(CIVIL, "Hộ tịch", "A", ""),), (), (), 30, catalogue_of([BIRTH]).version)


def test_from_the_pages_to_the_search_and_from_the_disk_at_the_next_start(tmp_path):
    web = WebServer(Starlette(routes=ProceduresPage(catalogue_of([BIRTH])).routes()), Web(port=0))
    web.start()
    account = Account("thu", "kiosk-1", Role.KIOSK, "127.0.0.1", 1, "secret")
    profile = KioskProfile(account, Screen((1080, 1920), (346, 615)), str(tmp_path), web=web.address)
    shown = queue.Queue()
    shelf = ProcedureShelf(profile, shown.put)
    shelf.start()
    shelf.heard(OFFICE)
    assert shown.get(timeout=LONG_S).find("") == ()  # the names of the fields are new
    assert shown.get(timeout=LONG_S).find("ho tich") == (BIRTH,)
    shelf.heard(OFFICE)
    shelf.stop()
    web.stop()
    assert shown.empty()

    again = ProcedureShelf(replace(profile, web="http://127.0.0.1:1"), shown.put)
    again.start()
    assert shown.get(timeout=LONG_S).find("khai") == (BIRTH,)
    again.heard(OFFICE)
    assert shown.get(timeout=LONG_S).find("ho tich") == (BIRTH,)
    again.stop()
