"""Leaving a suggestion and asking about one, step by step."""

from dataclasses import replace

import pytest

from contract.commands import PrintState
from contract.ids import RequestId
from contract.notices import Reason, SuggestionStatus
from contract.suggestion import SuggestionKind, SuggestionState, suggestion_number
from kiosk.core import journey as j
from kiosk.core import suggestion_journey as s
from kiosk.core.happenings import Back, Left
from kiosk.core.journey import step
from kiosk.core.papers import Copy, PaperTold, PrintPaper, SuggestionSlip
from kiosk.core.typing_keys import KeyTapped, Typed
from kiosk.core.views import Home
from tests.office import MORNING

ONE, TWO = RequestId("r1"), RequestId("r2")
NUMBER = suggestion_number(ONE)
DRAFT = s.Draft(SuggestionKind.CONDUCT, "delay")
SENT = s.SuggestSent(ONE, SuggestionKind.CONDUCT, MORNING, DRAFT)
SLIP = SuggestionSlip("817 089 9655", "Thái độ", MORNING, "Hỏi tại máy này")
STATUS = SuggestionStatus(ONE, NUMBER, SuggestionState.RECEIVED)


def walk(view, *happenings):
    effects = ()
    for one in happenings:
        view, effects = step(view, one)
    return view, effects


def test_from_the_first_screen_to_the_number():
    words = [KeyTapped(one) for one in ("l", "â", "u")]
    view, effects = walk(
        Home(), s.SuggestTapped(), s.KindTapped(SuggestionKind.CONDUCT, listed=True), s.TopicTapped("delay"), *words,
        s.WordsDone(), s.SendTapped(ONE, MORNING),
    )  # fmt: skip
    assert view == s.SuggestSent(ONE, SuggestionKind.CONDUCT, MORNING, effects[0].draft)
    assert view.number == NUMBER
    assert effects == (s.StoreSuggestion(ONE, replace(DRAFT, typed=Typed(s.WORD_KEYS, "Lâu")), MORNING),)
    assert step(view, s.SuggestionTaken(ONE))[0].draft is None


def test_what_no_list_has_needs_words():
    for view, _ in (
        walk(s.SuggestKinds(), s.KindTapped(SuggestionKind.IDEA, listed=False)),
        walk(s.SuggestTopics(SuggestionKind.RULES), s.TopicTapped(None)),
    ):
        assert step(view, s.WordsDone()) == (view, ())
        assert isinstance(walk(view, KeyTapped("a"), s.WordsDone())[0], s.SuggestCheck)


def test_what_is_refused_can_be_sent_again():
    view, _ = step(SENT, s.SuggestionRefused(ONE, Reason.TOO_MANY_SUGGESTIONS))
    assert view == s.SuggestCheck(DRAFT, refused=Reason.TOO_MANY_SUGGESTIONS)
    assert walk(view, s.SendTapped(TWO, MORNING))[0] == replace(SENT, request=TWO)


def test_who_is_refused_goes_back_the_way_he_came():
    view, _ = walk(
        s.SuggestKinds(), s.KindTapped(SuggestionKind.IDEA, listed=False), KeyTapped("a"), s.WordsDone(),
        s.SendTapped(ONE, MORNING), s.SuggestionRefused(ONE, Reason.TOO_MANY_SUGGESTIONS),
    )  # fmt: skip
    assert s.back(s.back(view)) == s.SuggestKinds()


@pytest.mark.parametrize("news", [s.SuggestionTaken(TWO), s.SuggestionRefused(TWO, Reason.NUMBER_TAKEN)])
def test_news_of_another_one_change_nothing(news):
    assert step(SENT, news) == (SENT, ())
    asking = s.SuggestAsking(NUMBER, ONE)
    assert step(asking, news) == (asking, ())


def test_the_number_on_paper_is_printed_once():
    view, effects = step(SENT, s.SuggestionPrintTapped(TWO, SLIP))
    assert effects == (PrintPaper(TWO, SLIP),)
    assert step(view, s.SuggestionPrintTapped(RequestId("r3"), SLIP)) == (view, ())
    view, _ = step(view, PaperTold(TWO, PrintState.CONFIRMED, None))
    assert view.copy == Copy(TWO, PrintState.CONFIRMED)
    assert step(view, s.SuggestionPrintTapped(RequestId("r3"), SLIP))[0].copy == Copy(RequestId("r3"))
    assert step(SENT, PaperTold(TWO, PrintState.SENT, None)) == (SENT, ())


def test_asking_by_the_number():
    typed = walk(s.SuggestKinds(), s.AskTapped(), *map(KeyTapped, NUMBER))[0]
    view, effects = step(typed, s.NumberTyped(ONE))
    assert (view, effects) == (s.SuggestAsking(NUMBER, ONE), (s.AskAbout(ONE, NUMBER),))
    assert step(view, s.SuggestionTold(ONE, STATUS))[0] == s.SuggestAnswer(NUMBER, STATUS)
    assert step(view, s.SuggestionTold(ONE, None))[0] == s.SuggestAnswer(NUMBER, None)
    assert step(view, s.SuggestionTold(TWO, STATUS)) == (view, ())
    refused, _ = step(view, s.SuggestionRefused(ONE, Reason.TOO_MANY_ATTEMPTS))
    assert refused == s.SuggestAsk(Typed(s.NUMBER_KEYS, NUMBER), Reason.TOO_MANY_ATTEMPTS)
    assert step(refused, KeyTapped("delete"))[0].refused is None


def test_half_a_number_is_not_asked_for():
    half = s.SuggestAsk(Typed(s.NUMBER_KEYS, NUMBER[:9]))
    assert step(half, s.NumberTyped(ONE)) == (half, ())


def test_one_step_back_keeps_what_was_written():
    listed, bare = s.SuggestWords(DRAFT), s.SuggestWords(s.Draft(SuggestionKind.IDEA), listed=False)
    assert step(s.SuggestCheck(DRAFT), Back())[0] == listed
    assert step(listed, Back())[0] == s.SuggestTopics(SuggestionKind.CONDUCT)
    assert step(bare, Back())[0] == s.SuggestKinds()
    assert step(s.SuggestTopics(SuggestionKind.RULES), Back())[0] == s.SuggestKinds()
    assert step(s.SuggestAsk(), Back())[0] == s.SuggestKinds()
    assert step(s.SuggestAnswer(NUMBER, STATUS), Back())[0] == s.SuggestAsk(Typed(s.NUMBER_KEYS, NUMBER))
    assert step(s.SuggestKinds(), Back())[0] == Home()
    assert step(SENT, Back())[0] == Home()


def test_news_come_while_the_kiosk_asks_whether_anybody_is_there():
    assert step(j.StillThere(SENT), s.SuggestionTaken(ONE))[0] == j.StillThere(replace(SENT, draft=None))


def test_leaving_forgets_everything():
    for view in (s.SuggestWords(DRAFT), SENT, s.SuggestAnswer(NUMBER, STATUS)):
        assert step(view, Left())[0] == Home()
