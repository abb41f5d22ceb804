"""One message of every kind, as it travels in an office: the examples of the AsyncAPI document."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

from contract import commands as c
from contract import file_details as f
from contract import notices as n
from contract.commands import Command
from contract.directives import Deed, Directive, DirectiveId, Done, Result
from contract.health import Health, Mishap
from contract.ids import (
    CounterId,
    DeviceId,
    FieldId,
    FileCode,
    OfficerId,
    PriorityId,
    RequestId,
    SuggestionNumber,
    TicketNumber,
    VisitId,
)
from contract.notices import Notice
from contract.pulse import Pulse
from contract.suggestion import SuggestionKind, SuggestionState, TopicInfo
from contract.twin import Duty, Reported, Unfit, Wanted, Why

REQUEST: Final = RequestId("0d9f6c1e5b7a4e0f8c2d1a3b")
_HANOI: Final = timezone(timedelta(hours=7))
_AT: Final = datetime(2026, 11, 23, 9, 41, 5, tzinfo=_HANOI)
_SOON: Final = _AT + timedelta(seconds=30)
_DAY: Final = date(2026, 11, 23)
_LAND, _FIVE, _SIX = FieldId("dat-dai"), CounterId(5), CounterId(6)
_NUMBER, _VISIT = TicketNumber("B012"), VisitId("2026-11-23-B012")
_CODE: Final = FileCode("000.00.06.H56-231027-0361")
_SUGGESTION: Final = SuggestionNumber("4827193655")
_WAIT: Final = n.Wait(240, 480, 900)
_CALL: Final = n.Call(_VISIT, _NUMBER, _LAND, _FIVE, _AT, 1)
_HELD: Final = n.HeldNumber(TicketNumber("B013"), "http://192.168.1.10:8080/t/2026-11-23-B013.5hq2")
_PAD: Final = DeviceId("pad-5")

COMMANDS: Final[tuple[Command, ...]] = (
    c.TakeTicket(_LAND),
    c.HoldNumbers(_LAND, "3f9a51"),
    c.ReportTicket(REQUEST, _HELD.number, _AT),
    c.SignIn(OfficerId("lan"), "mot-mat-khau-dai", _FIVE),
    c.SignOut(_FIVE),
    c.OpenCounter(_FIVE),
    c.PauseCounter(_FIVE),
    c.CloseCounter(_FIVE),
    c.CallNext(_FIVE),
    c.CallNumber(_FIVE, _NUMBER),
    c.Recall(_FIVE, _VISIT),
    c.MarkAbsent(_FIVE, _VISIT),
    c.Finish(_FIVE, _VISIT),
    c.Park(_FIVE, _VISIT),
    c.ReturnVisit(_VISIT),
    c.Transfer(_VISIT, _FIVE, FieldId("nop-phi"), place=c.Place.FRONT, back=True),
    c.CancelVisit(_VISIT),
    c.GrantPriority(_VISIT, PriorityId("cao-tuoi")),
    c.Undo(_FIVE, _VISIT),
    c.RaiseAlarm(_FIVE),
    c.ClearAlarm(_FIVE),
    c.OpenField(_LAND),
    c.CloseField(_LAND),
    c.PostMessage("Máy lấy số thứ hai ở cạnh cửa vào", 30),
    c.RaiseEmergency("Mời mọi người ra ngoài theo lối cửa chính"),
    c.EndEmergency(),
    c.ReportUnspoken(_VISIT, _FIVE, 1, c.Unspoken.EXPIRED),
    c.RateVisit(_VISIT, c.Score.SATISFIED, scale=3, mark="k7m2q4xw5zpl3n6a", after_s=4.2),
    c.LookUpFile(_CODE),
    c.ReportPrint(_VISIT, c.PrintState.CONFIRMED),
    c.LeaveSuggestion(SuggestionKind.CONDUCT, "delay", _AT, "Chờ quá lâu ở quầy 5"),
    c.AskSuggestion(_SUGGESTION),
    c.HandleSuggestion(_SUGGESTION, SuggestionState.ANSWERED, "Từ thứ Hai có thêm một quầy."),
)
NOTICES: Final[tuple[Notice, ...]] = (
    n.Receipt(REQUEST, _VISIT, _NUMBER, _LAND, _AT, 4, "http://192.168.1.10:8080/t/2026-11-23-B012.k7m2", _WAIT),
    n.Refusal(REQUEST, n.Reason.NOBODY_WAITING),
    n.Acceptance(REQUEST, _VISIT),
    n.HeldNumbers(REQUEST, _LAND, "3f9a51", _DAY, _AT, (_HELD,)),
    n.FileStatus(
        REQUEST,
        n.LookUp.FOUND,
        _CODE,
        4,
        date(2026, 11, 30),
        _LAND,
        asks=f.AskedDigits(f.OwnerNumber.PHONE, 4),
    ),
    n.SuggestionStatus(REQUEST, _SUGGESTION, SuggestionState.RECEIVED, SuggestionKind.CONDUCT, _DAY),
    n.Board(118, _AT, (_CALL,), (n.FieldState(_LAND, 4),)),
    n.Outlook(_AT, (n.FieldNow(_LAND, n.Door.OPEN, 4, _WAIT),), closes_at=_AT.replace(hour=17, minute=0, second=0)),
    n.CounterState(118, _FIVE, _CALL, waiting=4, next=TicketNumber("B013")),
    n.Announcement(_NUMBER, _FIVE, 1, _AT, _AT + timedelta(seconds=60), _VISIT, 118),
    n.Emergency(119, "Mời mọi người ra ngoài theo lối cửa chính", _AT),
    n.RatingInvitation(_FIVE, _VISIT, _SOON, "k7m2q4xw5zpl3n6a"),
    n.Office(
        "Bộ phận một cửa thành phố Thủ Dầu Một",
        (n.FieldInfo(_LAND, "Đất đai", "B", "Dãy ghế 2", names={"en": "Land"}),),
        (n.CounterInfo(_FIVE, (_LAND,)),),
        (n.ReasonInfo("cho-lau", "Chờ lâu", "The wait was long"),),
        30,
        suggestions=(TopicInfo("delay", SuggestionKind.CONDUCT),),
    ),
    n.Presence(_PAD, online=True),
    Pulse(118, _AT),
    Wanted(3, "5f0c21d7a9be", {"counter": 5, "hardware": {"brightness": 4}}, duty=Duty()),
    Reported(_PAD, 3, "5f0c21d7a9be", in_step=False, refused=(Unfit(Why.WRONG, "hardware"),)),
    Health(
        _PAD,
        "1.0.0",
        up_s=86400,
        temperature_c=41.5,
        error=Mishap("link timeout", _AT.astimezone(UTC)),
        done=Done(DirectiveId("9b1d"), Result.DONE),
    ),
    Directive(DirectiveId("9b1d"), Deed.TEST_RATING),
)
