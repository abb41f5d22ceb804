"""A file of procedures, TOML or CSV: read whole, or every fault of it told at once with line, key and the word that was meant."""

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from contract.catalogue import catalogue_of, decode_catalogue, encode_catalogue
from contract.ids import FieldId
from contract.procedure import Catalogue, Part, Procedure
from contract.site import Procedures
from firmware_config.fault import SiteFileError
from firmware_config.procedures_file import read_catalogue
from firmware_config.site_file import read_site

DEMO = Path(__file__).parents[2] / "demo" / "site.toml"
ONE = """\
[[procedures]]
code = "1.001193"
name = "Đăng ký khai sinh"
field = "hanh-chinh-tu-phap"
information = ["Cho trẻ em mới sinh."]
papers = ["Giấy chứng sinh", "Căn cước của người đi khai"]
requirements = ["Không có"]
legal_basis = ["Luật Hộ tịch năm 2014"]
details = ["Nhận giấy khai sinh trong ngày."]
as_of = "2026-11-20"
keywords = ["giấy khai sinh"]
sample = ["information", "details"]
"""
BIRTH = Procedure(
    "1.001193",
    "Đăng ký khai sinh",
    FieldId("hanh-chinh-tu-phap"),
    ("Cho trẻ em mới sinh.",),
    ("Giấy chứng sinh", "Căn cước của người đi khai"),
    ("Không có",),
    ("Luật Hộ tịch năm 2014",),
    ("Nhận giấy khai sinh trong ngày.",),
    "2026-11-20",
    ("giấy khai sinh",),
    (Part.INFORMATION, Part.DETAILS),
)
TITLES = "code;name;field;information;papers;requirements;legal_basis;details;as_of;keywords;sample"
ROW = (
    "1.001193;Đăng ký khai sinh;hanh-chinh-tu-phap;Cho trẻ em mới sinh.;"
    '"Giấy chứng sinh\nCăn cước của người đi khai";Không có;Luật Hộ tịch năm 2014;Nhận giấy khai sinh trong ngày.;2026-11-20;'
    'giấy khai sinh;"information, details"'
)


@pytest.fixture(scope="module")
def site():
    return read_site(DEMO)


@pytest.fixture
def read(site, tmp_path):
    """The catalogue of a file with this name and content."""

    def read(name: str, content: str | bytes) -> Catalogue:
        (tmp_path / "site.toml").write_text(f'[procedures]\nfile = "{name}"\n', "utf-8")
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return read_catalogue(replace(site, procedures=Procedures(name)), tmp_path / "site.toml")

    return read


@pytest.fixture
def told(read):
    """Line, key, name and hint of every fault."""

    def told(name: str, content: str | bytes) -> list[tuple[int | None, str, str, str]]:
        with pytest.raises(SiteFileError) as error:
            read(name, content)
        return [(one.line, one.key, one.name, one.hint) for one in error.value.faults]

    return told


def test_an_office_without_procedures(site):
    assert read_catalogue(replace(site, procedures=Procedures()), DEMO) == Catalogue()


def test_toml(read):
    catalogue = read("p.toml", ONE)
    assert catalogue.procedures == (BIRTH,)
    assert len(catalogue.version) == 16


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_as_spreadsheets_save_it(read, mark, separator, end):
    text = f"{TITLES}\n{ROW}\n;;;;;;;;;;\n".replace("information, details", "information details")
    text = text.replace(";", separator).replace("\n", end)
    assert read("p.csv", mark + text.encode()).procedures == (BIRTH,)


def test_csv_with_titles_in_vietnamese_and_excels_own_line(read):
    titles = (
        "Mã thủ tục;Tên thủ tục;Lĩnh vực;Thông tin;Giấy tờ cần mang;Yêu cầu;Căn cứ pháp lý;Chi tiết;"
        "Ngày đối chiếu;Từ khóa;Nội dung mẫu;"
    )
    assert read("p.csv", f"sep=;\n{titles}\n{ROW}\n").procedures == (BIRTH,)


def test_decomposed_letters_are_composed(read):
    assert read("p.toml", unicodedata.normalize("NFD", ONE)).procedures == (BIRTH,)


def test_toml_and_csv_have_the_same_version(read):
    assert read("p.toml", ONE).version == read("p.csv", f"{TITLES}\n{ROW}\n").version


def test_hundreds(read):
    text = "\n".join(ONE.replace("1.001193", f"1.{place:06}") for place in range(500))
    catalogue = read("p.toml", text)
    assert len(catalogue.procedures) == 500
    assert decode_catalogue(encode_catalogue(catalogue)) == catalogue
    rows = "\n".join(ROW.replace("1.001193", f"1.{place:06}") for place in range(500))
    assert read("p.csv", f"{TITLES}\n{rows}\n") == catalogue


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('"1.001193"', '"1/1"', (2, "code", "procedure_code", "")),
        ('"Đăng ký khai sinh"', '""', (3, "name", "no_words", "")),
        ('"Đăng ký khai sinh"', '"Đ?ng k? khai sinh"', (3, "name", "lost_letters", "")),
        ('"Đăng ký khai sinh"', f'"{"a" * 301}"', (3, "name", "words_long", "")),
        ('"hanh-chinh-tu-phap"', '"hanh-chinh-tuphap"', (4, "field", "unknown_field", "hanh-chinh-tu-phap")),
        ('"hanh-chinh-tu-phap"', '"Đất đai"', (4, "field", "unknown_field", "dat-dai")),
        ('["Cho trẻ em mới sinh."]', "[]", (5, "information", "empty_part", "")),
        ('["Cho trẻ em mới sinh."]', '"Cho trẻ"', (5, "information", "wants_list", "")),
        ('"Giấy chứng sinh"', '""', (6, "papers[0]", "no_words", "")),
        ('"Giấy chứng sinh"', f'"{"a" * 601}"', (6, "papers[0]", "words_long", "")),
        ('["Không có"]', str(["a"] * 61), (7, "requirements", "many_lines", "")),
        ("2026-11-20", "20/11/2026", (10, "as_of", "day", "")),
        ("2026-11-20", "2026-02-30", (10, "as_of", "day", "")),
        ('["giấy khai sinh"]', str(["a" * 81]), (11, "keywords[0]", "words_long", "")),
        ('"details"]', '"detail"]', (12, "sample[1]", "unknown_word", "details")),
        ('"details"]', '"information"]', (12, "sample[1]", "twice", "")),
        ("keywords", "keyword", (11, "keyword", "unknown_key", "keywords")),
        ("papers", "paper", (6, "paper", "unknown_key", "papers")),
    ],
)
def test_faults_of_toml(told, before, after, fault):
    line, key, name, hint = fault
    assert told("p.toml", ONE.replace(before, after, 1)) == [(line, f"procedures[0].{key}", name, hint)]


def test_all_faults_at_once(told):
    text = ONE.replace("2026-11-20", "gestern") + ONE.replace("hanh-chinh-tu-phap", "dat-dia")
    assert told("p.toml", text) == [
        (10, "procedures[0].as_of", "day", ""),
        (14, "procedures[1].code", "twice", ""),
        (16, "procedures[1].field", "unknown_field", "dat-dai"),
    ]


def test_a_file_without_procedures(told):
    assert told("p.toml", "procedures = []\n") == [(1, "procedures", "no_procedures", "")]
    assert told("p.toml", "") == [(None, "procedures", "missing_key", "")]
    assert told("p.csv", f"{TITLES}\n")[0][2] == "no_procedures"


def test_no_toml(told):
    assert told("p.toml", 'a = "\n')[0][:3] == (1, "", "misprint_open_quote")


def test_too_long_for_kiosks(told):
    row = ONE.replace('["Cho trẻ em mới sinh."]', str(["a" * 600] * 60))
    text = "\n".join(row.replace("1.001193", f"1.{place:06}") for place in range(120))
    assert [name for _, _, name, _ in told("p.toml", text)] == ["catalogue_long"]


def test_faults_of_csv_stand_by_line_and_title(told):
    rows = f"{TITLES}\n{ROW}\n" + ROW.replace("hanh-chinh-tu-phap", "dat-dia").replace("2026-11-20", "") + "\n"
    assert sorted(told("p.csv", rows)) == [
        (4, "as_of", "day", ""),
        (4, "code", "twice", ""),
        (4, "field", "unknown_field", "dat-dai"),
    ]


def test_titles_of_csv(told):
    titles = TITLES.replace("papers", "paper").replace("details;", "").replace("keywords", "Từ khoá")
    assert told("p.csv", f"{titles}\n{ROW}\n") == [
        (1, "paper", "unknown_column", "papers"),
        (1, "Từ khoá", "unknown_column", "từ khóa"),
        (1, "details", "missing_column", ""),
        (2, "", "row_long", ""),
    ]
    assert told("p.csv", f"{TITLES};code\n{ROW}\n") == [(1, "code", "twice", "")] * 2
    assert {name for _, _, name, _ in told("p.csv", "")} == {"missing_column"}


def test_quotes_that_are_not_closed(told):
    assert told("p.csv", f'{TITLES}\n"1;2\n') == [(None, "", "table_syntax", "")]


@pytest.mark.parametrize(("encoding", "guess"), [("cp1258", "Windows-1258"), ("utf-16", "UTF-16")])
def test_other_encodings_are_named(read, encoding, guess):
    text = unicodedata.normalize("NFD", f"{TITLES}\n{ROW}\n")
    with pytest.raises(SiteFileError) as error:
        read("p.csv", text.encode(encoding, "replace"))
    (fault,) = error.value.faults
    assert (fault.name, fault.values["guess"]) == ("not_utf8_table", guess)
    assert fault.line == (1 if guess == "UTF-16" else 2)


def test_what_stands_in_the_site_file(told, site, tmp_path):
    assert told("p.xlsx", "") == [(2, "procedures.file", "file_kind", "")]
    (tmp_path / "site.toml").write_text('[procedures]\nfile = "none.toml"\n', "utf-8")
    with pytest.raises(SiteFileError) as error:
        read_catalogue(replace(site, procedures=Procedures("none.toml")), tmp_path / "site.toml")
    assert [(one.line, one.name) for one in error.value.faults] == [(2, "no_file")]


def test_the_version_follows_from_every_word():
    versions = {
        catalogue_of([BIRTH]).version,
        catalogue_of([replace(BIRTH, sample=())]).version,
        catalogue_of([]).version,
    }
    assert len(versions) == 3
    assert catalogue_of([]).version == ""
