"""Which screen shows which view."""

from importlib import import_module
from typing import Final

from kiosk.core import file_journey, journey, phone_journey, procedure_journey, suggestion_journey
from kiosk.core.journey import View
from kiosk.core.maintenance_journey import CameraTest, Maintenance, OutOfService, Pin, TouchTest
from kiosk.core.typing_journey import Typing
from kiosk.core.views import Home, LookingUp, Refused, Scanning, Status, Taking, Ticket
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page

SCREENS: Final[dict[type[View], tuple[str, str]]] = {
    Home: ("home", "HomeScreen"),
    Scanning: ("scanning", "ScanningScreen"),
    LookingUp: ("looking_up", "LookingUpScreen"),
    file_journey.Checking: ("looking_up", "LookingUpScreen"),
    file_journey.Digits: ("digits", "DigitsScreen"),
    file_journey.Details: ("details", "DetailsScreen"),
    Status: ("status", "StatusScreen"),
    Taking: ("taking", "TakingScreen"),
    Ticket: ("ticket", "TicketScreen"),
    phone_journey.PhoneAsk: ("phone_ask", "PhoneAskScreen"),
    phone_journey.PhoneSending: ("phone_sending", "PhoneSendingScreen"),
    Refused: ("refused", "RefusedScreen"),
    journey.StillThere: ("still_there", "StillThereScreen"),
    Typing: ("typing_code", "TypingScreen"),
    OutOfService: ("out_of_service", "OutOfServiceScreen"),
    Pin: ("pin", "PinScreen"),
    Maintenance: ("maintenance", "MaintenanceScreen"),
    CameraTest: ("camera_test", "CameraTestScreen"),
    TouchTest: ("touch_test", "TouchTestScreen"),
    suggestion_journey.SuggestKinds: ("suggest_kinds", "SuggestKindsScreen"),
    suggestion_journey.SuggestTopics: ("suggest_topics", "SuggestTopicsScreen"),
    suggestion_journey.SuggestWords: ("suggest_words", "SuggestWordsScreen"),
    suggestion_journey.SuggestCheck: ("suggest_check", "SuggestCheckScreen"),
    suggestion_journey.SuggestSent: ("suggest_sent", "SuggestSentScreen"),
    suggestion_journey.SuggestAsk: ("suggest_ask", "SuggestAskScreen"),
    suggestion_journey.SuggestAsking: ("suggest_answer", "SuggestAnswerScreen"),
    suggestion_journey.SuggestAnswer: ("suggest_answer", "SuggestAnswerScreen"),
    procedure_journey.ProcedureFields: ("procedure_fields", "ProcedureFieldsScreen"),
    procedure_journey.ProcedureList: ("procedure_list", "ProcedureListScreen"),
    procedure_journey.ProcedureSearch: ("procedure_search", "ProcedureSearchScreen"),
    procedure_journey.ProcedureView: ("procedure_view", "ProcedureViewScreen"),
}
"""Module and class of each; only the first is imported before the first frame."""
AHEAD: Final[tuple[type[View], ...]] = (Home, Scanning, LookingUp, Status, Taking, Ticket, journey.StillThere)
"""The way to a number and to a file, which nearly everybody goes: built before anybody touches. Others are built when they are first
wanted, and stay: each is 1 to 3 MB."""


def built(kind: type[View], doors: Doors) -> Page:
    """A new screen for views of this kind."""
    module, name = SCREENS[kind]
    screen: Page = getattr(import_module(f"kiosk.screens.{module}"), name)(doors)
    return screen
