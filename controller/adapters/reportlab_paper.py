"""Summaries on A4 by ReportLab: Noto Sans embedded, vectors, one page or two."""

from pathlib import Path
from typing import Any, Final

from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table

from contract.look import BOLD, LIGHT, REGULAR
from controller.summary.pictures import Picture, Scale
from controller.summary.sheet import Figure, Sheet

_FONT, _STRONG = "NotoSans", "NotoSans-Bold"
_MARGIN: Final = 42.0
_WIDTH: Final = A4[0] - 2 * _MARGIN
_GAP: Final = 16.0
_INSET: Final = 6.0
"""What ReportLab's frames keep free inside the margins."""
_NAME: Final = 148.0
"""Width of a field's name."""
_LINE: Final = "#D5DAE1"
_CHART_HEIGHT: Final = 122.0
_BARS_IN_WORDS: Final = 12
"""More bars than this carry no figure each: they would run into each other."""


def write_paper(sheet: Sheet, to: Path, *, author: str, language: str) -> int:
    """The PDF at ``to``; returns its number of pages. Raises OSError where it cannot be written or the fonts are missing."""
    for name, file in ((_FONT, REGULAR), (_STRONG, BOLD)):
        pdfmetrics.registerFont(TTFont(name, file))
    pdfmetrics.registerFontFamily(_FONT, normal=_FONT, bold=_STRONG, italic=_FONT, boldItalic=_STRONG)
    pages = _build(sheet, to, author, language, 1)
    return _build(sheet, to, author, language, pages) if pages > 1 else pages


def _build(sheet: Sheet, to: Path, author: str, language: str, pages: int) -> int:
    """Once to count the pages, once more to tell their number."""
    document = SimpleDocTemplate(
        str(to), pagesize=A4, leftMargin=_MARGIN - _INSET, rightMargin=_MARGIN - _INSET, topMargin=26, bottomMargin=36,
        title=f"{sheet.title} · {sheet.office}", author=author, lang=language,
    )  # fmt: skip

    def foot(canvas: Any, shown: Any) -> None:
        canvas.saveState()
        canvas.setFillColor(HexColor(LIGHT.soft))
        canvas.setFont(_FONT, 7.5)
        canvas.drawString(_MARGIN, 26, sheet.foot)
        canvas.drawRightString(A4[0] - _MARGIN, 26, sheet.page.format(page=shown.page, pages=pages))
        canvas.restoreState()

    document.build(_parts(sheet), onFirstPage=foot, onLaterPages=foot)
    return int(document.page)


def _parts(sheet: Sheet) -> list[Any]:
    parts: list[Any] = [
        _words(sheet.office, 10, colour=LIGHT.soft),
        _words(sheet.title, 12, strong=True),
        Spacer(1, 8),
        _words(sheet.answer, 17, strong=True),
        Spacer(1, 4),
        *(_words(one, 10.5) for one in sheet.sentences),
        Spacer(1, 10),
        _figures(sheet.figures),
        _words(sheet.compared, 8, colour=LIGHT.soft),
        Spacer(1, 10),
    ]
    if sheet.charts:
        width = (_WIDTH - _GAP) / 2
        drawn: list[Any] = [[_words(title, 10, strong=True), _bars(one, width)] for title, one in sheet.charts]
        parts.append(_side_by_side(drawn))
        parts.append(Spacer(1, 6))
    if sheet.fields:
        parts += [_words(sheet.fields_title, 10, strong=True), Spacer(1, 3), _fields(sheet), Spacer(1, 10)]
    parts.append(KeepTogether(_side_by_side([_list(*one) for one in sheet.lists])))
    if sheet.indices:
        note = _words(sheet.indices_note, 7.5, colour=LIGHT.soft)
        parts.append(KeepTogether([Spacer(1, 10), _words(sheet.indices_title, 10, strong=True), note, _indices(sheet)]))
    return parts


def _words(text: str, size: float, *, strong: bool = False, colour: str = LIGHT.ink, right: bool = False) -> Any:
    style = ParagraphStyle(
        "words", fontName=_STRONG if strong else _FONT, fontSize=size, leading=size * 1.32,
        textColor=HexColor(colour), alignment=2 if right else 0,
    )  # fmt: skip
    told = text.replace("&", "&amp;").replace("<", "&lt;")
    return Paragraph(told, style)


def _figures(figures: tuple[Figure, ...]) -> Any:
    """On one ground, with the family's blue edge."""
    cells = [
        [
            _words(one.title, 7.5, colour=LIGHT.soft),
            _words(one.value, 13, strong=True),
            _words(one.before, 7.5, colour=LIGHT.soft),
        ]
        for one in figures
    ]
    table = Table([cells], colWidths=[_WIDTH / len(figures)] * len(figures))
    table.setStyle(
        [
            ("BACKGROUND", (0, 0), (-1, -1), HexColor(LIGHT.panel)),
            ("LINEBEFORE", (0, 0), (0, -1), 4, HexColor(LIGHT.press), "butt"),
            ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
            ("LEFTPADDING", (0, 0), (-1, -1), 8),
            ("RIGHTPADDING", (0, 0), (-1, -1), 2),
            ("TOPPADDING", (0, 0), (-1, -1), 5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
        ]
    )
    return table


def _side_by_side(columns: list[Any]) -> Any:
    table = Table([columns], colWidths=[_WIDTH / len(columns)] * len(columns))
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), _GAP / 2),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ]
    )
    return table


def _bars(drawn: Picture, width: float) -> Any:
    """Standing bars over time, from zero; a lone row of bars carries its figures."""
    drawing = Drawing(width, _CHART_HEIGHT)
    chart = VerticalBarChart()
    legend = len(drawn.series) > 1
    chart.x, chart.y, chart.width, chart.height = 26, 26, width - 34, _CHART_HEIGHT - (54 if legend else 42)
    chart.data = [[value or 0 for value in one.values] for one in drawn.series]
    chart.strokeColor = None
    chart.groupSpacing, chart.barSpacing = 6, 1
    _axes(chart, drawn)
    for place, one in enumerate(drawn.series):
        chart.bars[place].fillColor = HexColor(one.colours[0])
        chart.bars[place].strokeColor = None
    if not legend and len(drawn.labels) <= _BARS_IN_WORDS:
        chart.barLabelFormat = "%d"
        chart.barLabels.nudge = 6
        chart.barLabels.fontName, chart.barLabels.fontSize = _STRONG, 7.5
    drawing.add(chart)
    drawing.add(
        String(
            chart.x + chart.width / 2,
            4,
            drawn.axis,
            fontName=_FONT,
            fontSize=7.5,
            textAnchor="middle",
            fillColor=HexColor(LIGHT.soft),
        )
    )
    x = 26.0
    for one in drawn.series if legend else ():
        drawing.add(Rect(x, _CHART_HEIGHT - 12, 6, 6, fillColor=HexColor(one.colours[0]), strokeColor=None))
        drawing.add(
            String(x + 9, _CHART_HEIGHT - 12, one.name, fontName=_FONT, fontSize=7.5, fillColor=HexColor(LIGHT.ink))
        )
        x += 18 + pdfmetrics.stringWidth(one.name, _FONT, 7.5)
    return drawing


def _axes(chart: Any, drawn: Picture) -> None:
    names, values = chart.categoryAxis, chart.valueAxis
    names.categoryNames = list(drawn.labels)
    names.labels.fontName, names.labels.fontSize = _FONT, 7.5
    names.labels.fillColor = HexColor(LIGHT.ink)
    names.strokeColor = HexColor(LIGHT.edge)
    names.visibleTicks = False
    values.valueMin = 0
    most = max((value or 0 for one in drawn.series for value in one.values), default=0)
    values.valueMax = None if most else 1
    values.rangeRound = "ceiling"
    values.avoidBoundFrac = None if drawn.scale is Scale.PERCENT else (0, 0.12)
    values.maximumTicks = 6
    values.labels.fontName, values.labels.fontSize = _FONT, 7.5
    values.labels.fillColor = HexColor(LIGHT.ink)
    values.labelTextFormat = "%d"
    values.visibleGrid = True
    values.gridStrokeColor = HexColor(_LINE)
    values.strokeColor = None
    values.visibleTicks = False


def _fields(sheet: Sheet) -> Any:
    rows: list[list[Any]] = [
        [_words(one, 8, colour=LIGHT.soft, right=place > 0) for place, one in enumerate(sheet.heads)]
    ]
    for row in sheet.fields:
        whole = not row.colour
        rows.append(
            [
                _words(row.cells[0], 8.5, strong=whole),
                *(_words(one, 8.5, strong=whole, right=True) for one in row.cells[1:]),
            ]
        )
    figures = (_WIDTH - _NAME) / (len(sheet.heads) - 1)
    table = Table(rows, colWidths=[_NAME] + [figures] * (len(sheet.heads) - 1), repeatRows=1)
    style: list[Any] = [
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("LINEBELOW", (0, 0), (-1, 0), 1, HexColor(LIGHT.edge)),
        ("LINEBELOW", (0, 1), (-1, -2), 0.5, HexColor(_LINE)),
        ("LINEABOVE", (0, -1), (-1, -1), 1, HexColor(LIGHT.edge)),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("LEFTPADDING", (0, 1), (0, -2), 10),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2),
    ]
    for place, row in enumerate(sheet.fields, 1):
        if row.colour:
            style.append(("LINEBEFORE", (0, place), (0, place), 5, HexColor(row.colour), "butt"))
    table.setStyle(style)
    return table


def _list(title: str, rows: tuple[tuple[str, str], ...], none: str) -> list[Any]:
    head = _words(title, 10, strong=True)
    if not rows:
        return [head, _words(none, 9, colour=LIGHT.soft)]
    width = _WIDTH / 2 - _GAP
    table = Table(
        [[_words(name, 8.5), _words(value, 8.5, strong=True, right=True)] for name, value in rows],
        colWidths=[width - 80, 80],
    )
    table.setStyle(_ROWS)
    return [head, table]


_ROWS: Final[list[Any]] = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LINEBELOW", (0, 0), (-1, -1), 0.5, HexColor(_LINE)),
    ("TOPPADDING", (0, 0), (-1, -1), 1),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 6),
]


def _indices(sheet: Sheet) -> Any:
    rows = [[_words(one, 7.5, colour=LIGHT.soft) for one in sheet.indices_heads]]
    rows += [
        [_words(one.number, 8.5), _words(one.name, 8.5), _words(one.points, 8.5, strong=True), _words(one.how, 7)]
        for one in sheet.indices
    ]
    table = Table(rows, colWidths=[36, 116, 56, _WIDTH - 208])
    table.setStyle(_ROWS)
    return table
