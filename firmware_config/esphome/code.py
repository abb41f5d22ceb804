"""The C++ that ESPHome runs in our configurations: what a pad, a keypad and a number board do with JSON.

``@NAME@`` is filled in. Texts that are put into a message come from the controller and hold no quotes.
"""

from typing import Final

PULSE: Final = "id(pulse_at) = millis(); id(reached) = true;"
LOST: Final = "id(reached) = false; id(told) = false;"
WANTED: Final = 'id(serves) = x["body"]["duty"]["serves"] | true;'
ANSWER: Final = """\
const std::string request = x["body"]["request"] | "";
if (id(payload).empty() || request != id(request_id)) return;
id(payload) = "";
if (std::string(x["type"] | "") == "Refusal") id(refused_at) = millis();
"""
RESEND: Final = """\
if (id(reached) && millis() - id(pulse_at) > 3500) id(reached) = false;
if (!id(payload).empty() && millis() - id(pressed_at) > @WITHDRAWN@) id(payload) = "";
if (!id(payload).empty() && id(reached)) id(broker).publish("@COMMAND@", id(payload), 1, false);
"""
"""Every two seconds, the very same message, until it is answered."""
OFFICE: Final = """\
id(scale) = x["body"]["rating_scale"] | 3;
id(limit_ms) = 1000 * (x["body"]["rating_seconds"] | 30);
id(told) = true;
id(told_at) = millis();
"""
INVITED: Final = """\
const std::string visit = x["body"]["visit"] | "";
if (visit.empty() || visit == id(rated)) { id(visit) = ""; return; }
if (visit == id(visit) || !id(told) || millis() - id(told_at) < 2000) return;
id(visit) = visit;
id(mark) = x["body"]["mark"] | "";
id(heard_at) = millis();
"""
RATE: Final = """\
static const char *const THREE[] = {"very_satisfied", "satisfied", "not_satisfied"};
static const char *const FIVE[] = {"very_satisfied", "satisfied", "neutral", "not_satisfied", "very_unsatisfied"};
const uint32_t after = millis() - id(heard_at);
if (!id(serves) || id(visit).empty() || after >= id(limit_ms) || !id(payload).empty() || face > (int) id(scale)) return;
char request[25];
snprintf(request, sizeof(request), "%08x%08x%08x", (unsigned) random_uint32(), (unsigned) random_uint32(), (unsigned) random_uint32());
char tail[64];
snprintf(tail, sizeof(tail), "\\",\\"after_s\\":%u.%u}}", (unsigned) (after / 1000), (unsigned) (after / 100 % 10));
id(request_id) = request;
id(payload) = std::string("{\\"schema\\":1,\\"type\\":\\"RateVisit\\",\\"request\\":\\"") + request +
    "\\",\\"body\\":{\\"visit\\":\\"" + id(visit) + "\\",\\"score\\":\\"" + (id(scale) == 5 ? FIVE : THREE)[face - 1] +
    "\\",\\"scale\\":" + (id(scale) == 5 ? "5" : "3") + ",\\"mark\\":\\"" + id(mark) + tail;
id(rated) = id(visit);
id(visit) = "";
id(pressed_at) = millis();
if (id(reached)) id(broker).publish("@COMMAND@", id(payload), 1, false);
"""
PAD_LAMP: Final = """\
const uint32_t now = millis();
bool lit = !id(visit).empty() && now - id(heard_at) < id(limit_ms);
if (id(pressed_at) && now - id(pressed_at) < 2000) lit = now / 100 % 2;
else if (!lit && !id(reached)) lit = now % 3000 < 100;
id(lamp).set_state(lit && id(serves));
"""
STATE: Final = """\
id(status) = x["body"]["status"] | "open";
id(visit) = x["body"]["call"]["visit"] | "";
id(number) = x["body"]["call"]["number"] | "";
"""
PRESS: Final = """\
if (!id(serves) || !id(reached) || !id(payload).empty() || id(status).empty()) return;
const bool next = strcmp(key, "CallNext") == 0;
if (!next && id(visit).empty()) { id(refused_at) = millis(); return; }
char request[25];
snprintf(request, sizeof(request), "%08x%08x%08x", (unsigned) random_uint32(), (unsigned) random_uint32(), (unsigned) random_uint32());
id(request_id) = request;
id(payload) = std::string("{\\"schema\\":1,\\"type\\":\\"") + (next && id(status) != "open" ? "OpenCounter" : key) +
    "\\",\\"request\\":\\"" + request + "\\",\\"body\\":{\\"counter\\":@COUNTER@" +
    (next ? std::string("") : ",\\"visit\\":\\"" + id(visit) + "\\"") + "}}";
id(pressed_at) = millis();
id(broker).publish("@COMMAND@", id(payload), 1, false);
"""
KEYPAD_LAMP: Final = """\
const uint32_t now = millis();
bool lit = !id(visit).empty();
if (id(refused_at) && now - id(refused_at) < 1800) lit = now / 300 % 2;
else if (!id(payload).empty()) lit = now / 100 % 2;
else if (!id(reached)) lit = now % 3000 < 100;
else if (id(status) != "open") lit = now % 3000 < 100 || (now % 3000 >= 300 && now % 3000 < 400);
id(lamp).set_state(lit && id(serves));
"""
SHOW: Final = """\
std::string text;
if (!id(serves)) text = "";
else if (!id(reached) || millis() - id(pulse_at) > 3500 || id(status).empty()) text = std::string(@DIGITS@, '-');
else if (!id(number).empty()) text = id(number);
else if (id(status) == "paused") text = "@PAUSED@";
else if (id(status) == "closed") text = "@CLOSED@";
else text = ".";
const size_t places = text == "." ? 1 : text.size();
it.print(places < @DIGITS@ ? @DIGITS@ - places : 0, text.c_str());
"""
"""A dot stands for open and free, dashes for nobody heard."""


def filled(code: str, **words: object) -> str:
    """With everything in place of the names."""
    for name, word in words.items():
        code = code.replace(f"@{name.upper()}@", str(word))
    return code
