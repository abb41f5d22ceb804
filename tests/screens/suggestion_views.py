"""Every view of a suggestion with the longest words there can be."""

from datetime import UTC, date, datetime

from contract.commands import PrintState
from contract.ids import RequestId
from contract.notices import Reason, SuggestionStatus
from contract.suggestion import TOPICS, SuggestionKind, SuggestionState, TopicInfo, suggestion_number
from kiosk.core.journey import View
from kiosk.core.papers import Copy
from kiosk.core.suggestion_journey import (
    NUMBER_KEYS,
    WORD_KEYS,
    Draft,
    SuggestAnswer,
    SuggestAsk,
    SuggestAsking,
    SuggestCheck,
    SuggestKinds,
    SuggestSent,
    SuggestTopics,
    SuggestWords,
)
from kiosk.core.typing_keys import Typed

TOPIC_INFOS = tuple(TopicInfo(one, kind) for kind, listed in TOPICS.items() for one in listed)
REQUEST = RequestId("r1")
NUMBER = suggestion_number(REQUEST)
AT = datetime(2026, 11, 23, 1, 15, tzinfo=UTC)
LONG = (
    "Tôi đến từ bảy giờ sáng, chờ hai giờ mà không ai gọi đến số của tôi. Hỏi thì cán bộ nói về bổ sung giấy tờ, lần sau lại nói "
    "thiếu giấy khác, cả thảy ba lần mà danh sách dán ở cửa không có những giấy ấy. Nhà tôi cách đây ba mươi cây số, mỗi lần đi "
    "là mất một buổi làm. Mong bộ phận một cửa nói rõ một lần cần những giấy gì, và nếu phải chờ lâu thì báo trước cho dân biết để về."
)[:400]
ANSWER = (
    "Bộ phận một cửa xin lỗi ông/bà. Danh sách giấy tờ đã được dán lại ở cửa và ở từng quầy. Từ thứ Hai tuần tới quầy 5 có thêm một "
    "cán bộ. Nếu lại bị đòi giấy tờ ngoài danh sách, xin ông/bà gặp ngay trưởng bộ phận ở phòng 2."
)
DRAFT = Draft(SuggestionKind.CONDUCT, "papers", Typed(WORD_KEYS, LONG))
IDEA = Draft(SuggestionKind.IDEA)


def status(state: SuggestionState, answer: str = "") -> SuggestionStatus:
    day = date(2026, 11, 25)
    return SuggestionStatus(REQUEST, NUMBER, state, SuggestionKind.CONDUCT, AT.date(), answer, day if answer else None)


SUGGESTION_VIEWS: dict[str, View] = {
    "suggest-kinds": SuggestKinds(),
    "suggest-conduct": SuggestTopics(SuggestionKind.CONDUCT),
    "suggest-rules": SuggestTopics(SuggestionKind.RULES),
    "suggest-words": SuggestWords(Draft(SuggestionKind.CONDUCT, "papers")),
    "suggest-words-long": SuggestWords(DRAFT),
    "suggest-words-idea": SuggestWords(IDEA, listed=False),
    "suggest-words-signs": SuggestWords(
        Draft(SuggestionKind.IDEA, None, Typed(WORD_KEYS, "Quầy 5", other=True)), listed=False
    ),
    "suggest-check": SuggestCheck(DRAFT),
    "suggest-check-refused": SuggestCheck(Draft(SuggestionKind.RULES, "outdated"), refused=Reason.TOO_MANY_SUGGESTIONS),
    "suggest-sent": SuggestSent(REQUEST, SuggestionKind.CONDUCT, AT, None, Copy(REQUEST, PrintState.CONFIRMED)),
    "suggest-sent-away": SuggestSent(REQUEST, SuggestionKind.CONDUCT, AT, DRAFT),
    "suggest-ask": SuggestAsk(),
    "suggest-ask-wrong": SuggestAsk(Typed(NUMBER_KEYS, "1234567890")),
    "suggest-ask-whole": SuggestAsk(Typed(NUMBER_KEYS, NUMBER)),
    "suggest-asking": SuggestAsking(NUMBER, REQUEST),
    "suggest-answer": SuggestAnswer(NUMBER, status(SuggestionState.ANSWERED, ANSWER)),
    "suggest-answer-received": SuggestAnswer(NUMBER, status(SuggestionState.RECEIVED)),
    "suggest-answer-unknown": SuggestAnswer(NUMBER, SuggestionStatus(REQUEST, NUMBER)),
    "suggest-answer-silent": SuggestAnswer(NUMBER, None),
}
