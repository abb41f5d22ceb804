"""A site file's faults are told all at once, each with its line, its key and the word that was probably meant."""

from pathlib import Path

import pytest

from contract.file_code import DEFAULT_PATTERN
from contract.language import load_texts
from contract.site import OfficerRole, Site
from contract.topics import Role
from firmware_config.__main__ import TEXTS
from firmware_config.fault import SiteFileError
from firmware_config.pattern import pattern_fault
from firmware_config.site_file import read_site

DEMO = Path(__file__).parent.parent.parent / "demo" / "site.toml"
HASH = "$argon2id$v=19$m=19456,t=2,p=1$/1yICfX9Cm5dWO5df+HTPg$KDWXUnGRerUN9naq4b/92SeDQUWPrEtJ6sFT852X894"
SMALL = f"""\
id = "hall"
name = "Một cửa"
officers = [{{ id = "hoa", name = "Hoa", role = "head", password = "{HASH}" }}]
[[fields]]
id = "dat-dai"
name = "Đất đai"
prefix = "A"

[[fields]]
id = "ho-tich"
name = "Hộ tịch"
prefix = "B"

[[counters]]
id = 1
fields = ["dat-dai", "ho-tich"]

[[devices]]
id = "kiosk-1"
role = "kiosk"

[[devices]]
id = "rating-1"
role = "rating"
counter = 1
screen = [1280, 800]
screen_mm = [217, 136]
"""


def told(tmp_path: Path, text: str) -> list[tuple[int | None, str, str, str]]:
    """Line, key, name and hint of every fault."""
    path = tmp_path / "site.toml"
    path.write_text(text, "utf-8")
    try:
        read_site(path)
    except SiteFileError as fault:
        return [(one.line, one.key, one.name, one.hint) for one in fault.faults]
    return []


def test_the_demonstration_office() -> None:
    site = read_site(DEMO)
    assert isinstance(site, Site)
    assert [field.prefix for field in site.fields] == list("ABCDEFGHK")
    assert [counter.id for counter in site.counters] == list(range(1, 10))
    assert [device.role for device in site.devices] == [
        Role.KIOSK,
        Role.KIOSK,
        Role.RATING,
        Role.PAD,
        Role.HALL_BOARD,
        Role.COUNTER_BOARD,
        Role.KEYPAD,
        Role.KEYPAD,
        Role.SPEAKER,
    ]
    assert site.file_code == DEFAULT_PATTERN
    assert all(field.seat and field.procedures for field in site.fields if field.offered)
    assert [field.id for field in site.fields if not field.offered] == ["nop-phi"]
    assert {officer.role for officer in site.officers} == set(OfficerRole)
    assert len([officer for officer in site.officers if officer.role is OfficerRole.CLERK]) == len(site.counters)
    assert len(site.rating.reasons) == 5


def test_the_small_office_is_fine(tmp_path: Path) -> None:
    assert told(tmp_path, SMALL) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('id = "hall"', 'id = "Hall"', (1, "id", "id", "hall")),
        ('id = "hall"', 'id = "' + "h" * 33 + '"', (1, "id", "id", "h" * 32)),
        ('id = "hall"', 'id = ["hall"]', (1, "id", "wants_str", "")),
        ('name = "Một cửa"', "", (None, "name", "missing_key", "")),
        ('name = "Một cửa"', 'nam = "Một cửa"', (2, "nam", "unknown_key", "name")),
        ('name = "Một cửa"', 'name = " "', (2, "name", "no_words", "")),
        ('name = "Đất đai"', 'name = "Đất\\nđai"', (6, "fields[0].name", "no_words", "")),
        ('prefix = "B"', 'prefix = "A"', (12, "fields[1].prefix", "twice", "")),
        ('prefix = "B"', 'prefix = "Đ"', (12, "fields[1].prefix", "prefix", "")),
        ('prefix = "B"', 'prefix = "b"', (12, "fields[1].prefix", "prefix", "")),
        ('prefix = "B"', 'prefx = "B"', (12, "fields[1].prefx", "unknown_key", "prefix")),
        ('prefix = "B"', "prefix = 2", (12, "fields[1].prefix", "wants_str", "")),
        ('prefix = "B"', 'prefix = "B"\nfirst = 0', (13, "fields[1].first", "range", "")),
        ('prefix = "B"', 'prefix = "B"\nlast = 1000', (13, "fields[1].last", "range", "")),
        ('prefix = "B"', 'prefix = "B"\nfirst = 9\nlast = 8', (14, "fields[1].last", "first_after_last", "")),
        ('prefix = "B"', 'prefix = "B"\nlast = true', (13, "fields[1].last", "wants_int", "")),
        ('prefix = "B"', 'prefix = "B"\nprocedures = "x"', (13, "fields[1].procedures", "wants_list", "")),
        ('prefix = "B"', 'prefix = "B"\nprocedures = [1]', (13, "fields[1].procedures[0]", "wants_str", "")),
        ('"ho-tich"]', '"ho-tick"]', (16, "counters[0].fields[1]", "unknown_field", "ho-tich")),
        (', "ho-tich"]', "]", (10, "fields[1].id", "unserved", "")),
        (', "ho-tich"]', ', "ho-tich", "dat-dai"]', (16, "counters[0].fields[2]", "twice", "")),
        ("id = 1\n", 'id = "1"\n', (15, "counters[0].id", "wants_int", "")),
        ('role = "kiosk"', 'role = "kisok"', (20, "devices[0].role", "unknown_word", "kiosk")),
        ('role = "kiosk"', 'role = "controller"', (20, "devices[0].role", "controller_is_there", "")),
        ('role = "kiosk"', 'role = "kiosk"\ncounter = 1', (21, "devices[0].counter", "not_for_role", "")),
        ('role = "kiosk"', 'role = "kiosk"\nsink = "x"', (21, "devices[0].sink", "not_for_role", "")),
        ('role = "kiosk"', 'role = "kiosk"\nprinter = "tcp:9100"', (21, "devices[0].printer", "printer", "")),
        ('role = "kiosk"', 'role = "kiosk"\nprinter = "tcp://h:99999"', (21, "devices[0].printer", "printer", "")),
        ('role = "kiosk"', 'role = "kiosk"\ncamera = "ftp://h/x"', (21, "devices[0].camera", "camera", "")),
        ('role = "kiosk"', 'role = "kiosk"\npaper_mm = 72', (21, "devices[0].paper_mm", "paper", "")),
        (
            'role = "kiosk"',
            'role = "kiosk"\nprinter = "/dev/usb/lp0"\nprinter_model = "tm-t88iv"',
            (22, "devices[0].printer_model", "printer_model", "TM-T88IV"),
        ),
        (
            'role = "kiosk"',
            'role = "kiosk"\nprinter = "/dev/usb/lp0"\npaper_mm = 58\nprinter_model = "thermal-80-tear"',
            (23, "devices[0].printer_model", "printer_model", "thermal-58-tear"),
        ),
        ('role = "kiosk"', 'role = "kiosk"\ntest_print = true', (21, "devices[0].test_print", "no_printer", "")),
        ('role = "kiosk"', 'role = "kiosk"\nscreen = [1920, 1080]', (None, "devices[0].screen_mm", "not_square", "")),
        ('role = "kiosk"', 'role = "kiosk"\nscreen = [1920]', (21, "devices[0].screen", "wants_pair", "")),
        ('role = "kiosk"', 'role = "kiosk"\nscreen = [0, 0]', (21, "devices[0].screen", "screen", "")),
        ('role = "kiosk"', 'role = "kiosk"\nscreen_mm = [1, 1]', (21, "devices[0].screen_mm", "screen_mm", "")),
        ('"kiosk-1"', '"rating-1"', (23, "devices[1].id", "twice", "")),
        ('"kiosk-1"', '"controller"', (19, "devices[0].id", "reserved", "")),
        ("counter = 1\n", "", (None, "devices[1].counter", "needs_counter", "")),
        ("counter = 1\n", "counter = 7\n", (25, "devices[1].counter", "unknown_counter", "")),
    ],
)
def test_one_fault_is_told_once(
    tmp_path: Path, before: str, after: str, fault: tuple[int | None, str, str, str]
) -> None:
    assert before in SMALL
    found = told(tmp_path, SMALL.replace(before, after, 1))
    assert [one[1:] for one in found] == [fault[1:]]
    if fault[0] is not None:
        assert found[0][0] == fault[0]


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ("[borker]\nport = 1", (28, "borker", "unknown_key", "broker")),
        ("[broker]\nport = 0", (29, "broker.port", "range", "")),
        ("[broker]\nport = 65536", (29, "broker.port", "range", "")),
        ("[broker]\nport = 1.5", (29, "broker.port", "wants_int", "")),
        ('[broker]\nkind = "moskito"', (29, "broker.kind", "unknown_word", "mosquitto")),
        ('[broker]\nhost = "a b"', (29, "broker.host", "host", "")),
        ('[broker]\nhost = "127.0.0.999"', (29, "broker.host", "host", "")),
        ("[broker]\nport = 8080", (None, "web.port", "same_port", "")),
        ("[web]\nhttps_port = 65536", (29, "web.https_port", "range", "")),
        ("[web]\nhttps_port = -1", (29, "web.https_port", "range", "")),
        ("[web]\nhttps_port = 8080", (29, "web.https_port", "pages_port", "")),
        ("[web]\nhttps_port = 1883", (29, "web.https_port", "same_port", "")),
        ('[web]\naddress = "hall.example"', (29, "web.address", "address", "")),
        ('[web]\naddress = "https://hall.example/queue"', (29, "web.address", "address_bare", "")),
        ('[web]\nproxy = "localhost"', (29, "web.proxy", "proxy", "")),
        ('[web]\nproxy = "::0001"', (29, "web.proxy", "proxy", "")),
        ('[web]\naddress = "https://hall.example?x=1"', (29, "web.address", "address_bare", "")),
        ('[registry]\nurl = "file:///etc/passwd"', (29, "registry.url", "address", "")),
        ("[registry]\ndeadline_s = 30", (29, "registry.deadline_s", "range", "")),
        ("[registry]\ndeadline_s = nan", (29, "registry.deadline_s", "range", "")),
        ('[registry]\ndeadline_s = "4"', (29, "registry.deadline_s", "wants_float", "")),
        ("[rating]\nseconds = 0", (29, "rating.seconds", "range", "")),
        ('[rating]\n[[rating.reasons]]\nid = "a"', (29, "rating.reasons[0].text", "missing_key", "")),
        (
            '[[rating.reasons]]\nid = "a"\ntext = "x"\n[[rating.reasons]]\nid = "a"\ntext = "y"',
            (32, "rating.reasons[1].id", "twice", ""),
        ),
        ("[calling]\nrecalls = 4", (29, "calling.recalls", "range", "")),
        ("[calling]\nrecall_gap_s = 1", (29, "calling.recall_gap_s", "range", "")),
        ('[calling]\nzero_tens = "lin"', (29, "calling.zero_tens", "unknown_word", "linh")),
        ("room = 3", (None, "devices[1].room", "unknown_key", "")),
    ],
)
def test_one_fault_in_a_table(tmp_path: Path, more: str, fault: tuple[int | None, str, str, str]) -> None:
    found = told(tmp_path, f"{SMALL}{more}\n")
    assert [one[1:] for one in found] == [fault[1:]]
    assert fault[0] in {None, found[0][0]}


@pytest.mark.parametrize(
    ("word", "name", "hint"),
    [
        ("Asia/Ho_Chi_Min", "unknown_zone", "Asia/Ho_Chi_Minh"),
        ("../../etc/passwd", "unknown_zone", ""),
        ("", "unknown_zone", ""),
    ],
)
def test_time_zones(tmp_path: Path, word: str, name: str, hint: str) -> None:
    assert told(tmp_path, f'timezone = "{word}"\n{SMALL}') == [(1, "timezone", name, hint)]


def test_all_faults_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = SMALL.replace('id = "hall"', "id = 7").replace('prefix = "B"', 'prefix = "A"')
    text = text.replace('role = "kiosk"', 'role = "kisok"\nprintr = "x"').replace("counter = 1", "counter = 2")
    assert [(line, key) for line, key, _, _ in told(tmp_path, text + "[broker]\nport = -1\n")] == [
        (1, "id"),
        (12, "fields[1].prefix"),
        (20, "devices[0].role"),
        (21, "devices[0].printr"),
        (26, "devices[1].counter"),
        (30, "broker.port"),
    ]


def test_one_broken_table_does_not_cry_wolf_elsewhere(tmp_path: Path) -> None:
    assert [key for _, key, _, _ in told(tmp_path, SMALL.replace('id = "ho-tich"', "id = 7"))] == ["fields[1].id"]
    assert [key for _, key, _, _ in told(tmp_path, SMALL.replace("[[counters]]", "[counters]"))] == ["counters"]


def test_references_to_a_wrong_number_or_name_are_told_too(tmp_path: Path) -> None:
    assert [key for _, key, _, _ in told(tmp_path, SMALL.replace('id = "ho-tich"', 'id = "dat-dai"'))] == [
        "fields[1].id",
        "counters[0].fields[1]",
    ]
    assert [key for _, key, _, _ in told(tmp_path, SMALL.replace("id = 1\n", "id = 0\n"))] == [
        "counters[0].id",
        "devices[1].counter",
    ]


def test_an_empty_file_misses_what_every_office_has(tmp_path: Path) -> None:
    assert [(key, name) for _, key, name, _ in told(tmp_path, "")] == [
        (key, "missing_key") for key in ("counters", "fields", "id", "name")
    ]


@pytest.mark.parametrize(
    ("raw", "name", "line"),
    [
        (b'id = "hall"\nname = \n', "misprint_empty", 2),
        (b'id = "hall"\nid = "hall"\n', "misprint_key_twice", 2),
        (b"[" * 5000, "syntax", 1),
        (b"x = " + b"9" * 5000, "syntax", 1),
        (b"\xff\xfe\x00", "not_utf8", None),
    ],
)
def test_what_is_no_toml_is_told_with_its_line(tmp_path: Path, raw: bytes, name: str, line: int | None) -> None:
    path = tmp_path / "site.toml"
    path.write_bytes(raw)
    with pytest.raises(SiteFileError) as caught:
        read_site(path)
    assert [(one.name, one.line) for one in caught.value.faults] == [(name, line)]


def test_lines_are_found_around_strings_and_comments(tmp_path: Path) -> None:
    tricky = SMALL.replace(
        'name = "Đất đai"',
        'name = "[[fields]] # = \\" ["\nprocedures = [  # ]\n  "a [",\n  \'b = "\',\n]\nseat = """\n[x]\ny = 1"""',
    )
    assert told(tmp_path, tricky.replace('prefix = "B"', 'prefix = "b"')) == [
        (6 + 13, "fields[1].prefix", "prefix", "")
    ]


def test_letters_are_composed(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    path.write_text(SMALL.replace("Một cửa", "M\u006f\u0323\u0302t cửa"), "utf-8-sig")
    assert read_site(path).name == "Một cửa"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_fault_has_a_sentence(tmp_path: Path, language: str) -> None:
    texts = load_texts(TEXTS, language)
    other = load_texts(TEXTS, "en" if language == "vi" else "vi")
    assert set(texts) == set(other)
    path = tmp_path / "site.toml"
    path.write_text(SMALL.replace('prefix = "B"', 'prefx = "B"'), "utf-8")
    with pytest.raises(SiteFileError) as caught:
        read_site(path)
    sentence = {
        "vi": f'{path}:12: fields.ho-tich.prefx: Không có khóa nào tên "prefx" ở đây. Có phải ý anh/chị là "prefix"?',
        "en": f'{path}:12: fields.ho-tich.prefx: There is no key "prefx" here. Did you mean "prefix"?',
    }
    assert caught.value.lines(texts) == [sentence[language]]


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        (DEFAULT_PATTERN, None),
        (r"[A-Z]+-\d+", None),
        (r"[A-Z]{2}\d{6}(?:-\d{1,4})?", None),
        (r"(a+)+b", "pattern_slow"),
        (r"(a|a)*b", "pattern_slow"),
        (r"(?:\d{0,60}){0,60}x", "pattern_slow"),
        (r"\d*\d*\d*\d*x", "pattern_slow"),
        (r"(.*)\1x", "pattern_slow"),
        (r"(?>(a+)+b)", "pattern_slow"),
        (r"(?:(a|a)*b)++", "pattern_slow"),
        (r"[A-Z]++-(?>\d+)", None),
        (r"(", "pattern_wrong"),
        (r"a{9999999999}", "pattern_wrong"),
        (r"\d*", "pattern_empty"),
        ("a" * 201, "pattern_long"),
    ],
)
def test_patterns(pattern: str, fault: str | None) -> None:
    assert pattern_fault(pattern) == fault


def test_a_field_has_names_in_other_languages(tmp_path: Path) -> None:
    named = SMALL.replace('prefix = "A"', 'prefix = "A"\nnames = { en = "Land" }')
    assert told(tmp_path, named) == []
    assert read_site(tmp_path / "site.toml").fields[0].names == {"en": "Land"}
    for wrong, name in (("{ en = 1 }", "wants_str"), ('"Land"', "wants_table")):
        (fault,) = told(tmp_path, SMALL.replace('prefix = "A"', f'prefix = "A"\nnames = {wrong}'))
        assert fault[2] == name
