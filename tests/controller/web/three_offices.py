"""Offices of three, eight and forty-three counters in the middle of a morning, for the head's page."""

from dataclasses import replace
from itertools import cycle

from contract.commands import (
    CallNext,
    MarkAbsent,
    OpenCounter,
    Park,
    PauseCounter,
    PostMessage,
    RaiseAlarm,
    Recall,
    SignIn,
    TakeTicket,
)
from contract.ids import CounterId, FieldId, OfficerId
from contract.notices import Refusal
from contract.site import Counter, Field, Officer, OfficerRole
from controller.core.rights import device_sender, page_sender
from tests.office import ELDERLY, HOA, KIOSK, PASSWORD, head_page, small_site

NAMES = (
    "Đất đai", "Hộ tịch", "Chứng thực", "Bảo trợ xã hội", "Cấp phép xây dựng", "Đăng ký kinh doanh", "Văn hóa",
    "Khiếu nại, tố cáo", "Thuế", "Công an: căn cước và cư trú", "Phòng cháy, chữa cháy", "Kế hoạch và đầu tư",
    "Giao thông vận tải", "Y tế", "Giáo dục và đào tạo", "Lao động, thương binh và xã hội", "Nông nghiệp",
)  # fmt: skip
SIZES = {3: 4, 8: 8, 43: 17}
"""Fields by counters."""
PEOPLE = ("Trần Thị Lan", "Nguyễn Văn Minh", "Lê Thị Mai", "Phạm Quốc Hùng", "H'Bia Niê", "Đặng Thị Thu Hương")


def office(counters):
    """A site of so many counters, a clerk for each, one head and one IT officer, two counters of three for one field."""
    base = small_site()
    fields = tuple(
        Field(
            FieldId(f"f{place}"), NAMES[place], chr(65 + place), f"Khu {place + 1}", target_wait_min=20 + place % 3 * 5
        )
        for place in range(SIZES[counters])
    )
    ids = [one.id for one in fields]
    desks = tuple(
        Counter(CounterId(number), tuple(dict.fromkeys((ids[number % len(ids)], ids[number * 7 % len(ids)]))))
        for number in range(1, counters + 1)
    )
    clerks = tuple(
        Officer(OfficerId(f"clerk-{number}"), f"{name} {number}", PASSWORD)
        for number, name in zip(range(1, counters + 1), cycle(PEOPLE), strict=False)
    )
    bosses = tuple(one for one in base.officers if one.role is not OfficerRole.CLERK)
    return replace(base, fields=fields, counters=desks, officers=(*clerks, *bosses), devices=base.devices[:1])


class Morning:
    """Fills a started hall: ``waiting`` people over ``minutes``, most counters at work, some people by law, one alarm."""

    def __init__(self, hall):
        self.hall, self.site = hall, hall.site
        self.kiosk = device_sender(self.site, KIOSK)

    def do(self, sender, command):
        answer = self.hall.service.handle(sender, self.hall.request(command))
        assert not isinstance(answer, Refusal), (command, answer)
        return answer

    def clerk(self, counter):
        officer = next(one for one in self.site.officers if one.id == f"clerk-{counter}")
        return page_sender(officer, CounterId(counter))

    def open(self, counters):
        for counter in counters:
            sender = self.clerk(counter)
            self.hall.service.sign_in(sender, self.hall.request(SignIn(sender.officer, PASSWORD, sender.counter)))
            self.do(sender, OpenCounter(sender.counter))

    def come(self, waiting, minutes):
        for place in range(waiting):
            field = self.site.fields[place * place % len(self.site.fields)].id
            self.hall.clock.move(seconds=minutes * 60 / waiting)
            if place % 9 == 0:
                self.do(head_page(HOA), TakeTicket(field, priority=ELDERLY))
            else:
                self.do(self.kiosk, TakeTicket(field))

    def serve(self, counters):
        for counter in counters:
            sender = self.clerk(counter)
            answer = self.hall.service.handle(sender, self.hall.request(CallNext(sender.counter)))
            self.hall.clock.move(seconds=20)
            if isinstance(answer, Refusal):
                continue
            if counter % 5 == 2:
                self.do(sender, Park(sender.counter, answer.visit))

    def trouble(self, alarm, paused, absent):
        self.do(self.clerk(alarm), RaiseAlarm(CounterId(alarm)))
        self.do(self.clerk(paused), PauseCounter(CounterId(paused)))
        self.do(head_page(HOA), PostMessage("Mời công dân lấy số nộp thuế trước 10 giờ 30.", 30))
        visit = self.hall.service.desk(CounterId(absent)).served.visit
        self.hall.clock.move(seconds=10)
        self.do(self.clerk(absent), Recall(CounterId(absent), visit))
        self.do(self.clerk(absent), MarkAbsent(CounterId(absent), visit))
