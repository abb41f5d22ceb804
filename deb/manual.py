"""The manual page of ``motcua``, in both languages, made of the words that the command itself says (man(7))."""

import tomllib
from datetime import UTC, datetime
from typing import Final

_NO_COMMANDS: Final = ("all", "command", "language")
"""Of the table ``[help]``."""
_HEADS: Final = {
    "en": ("NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "FILES", "SEE ALSO"),
    "vi": ("TÊN", "CÁCH GỌI", "MÔ TẢ", "LỆNH", "TỆP", "XEM THÊM"),
}
_NAME: Final = {"en": "hall of a one-stop public office", "vi": "sảnh của bộ phận một cửa"}
_FILES: Final = (
    ("/etc/motcua/office/site.toml", "office"),
    ("/var/lib/motcua", "state"),
    ("/usr/share/doc/motcua/offices.md", "guide"),
)
_FILE_WORDS: Final = {
    "en": {"office": "the office", "state": "the record of its visits", "guide": "how to use all this"},
    "vi": {"office": "cấu hình bộ phận một cửa", "state": "sổ ghi các lượt giao dịch", "guide": "hướng dẫn sử dụng"},
}


def manual(texts: str, language: str, version: str, moment: int) -> str:
    """``texts``: firmware_config/texts of that language; ``moment``: seconds since 1970."""
    told: dict[str, str] = tomllib.loads(texts)["help"]
    name, synopsis, description, commands, files, others = _HEADS[language]
    day = datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d")
    lines = [
        f'.TH MOTCUA 1 "{day}" "motcua {version}"',
        f".SH {name}",
        f"motcua \\- {_NAME[language]}",
        f".SH {synopsis}",
        f".B motcua\n[\\fB\\-\\-language\\fR vi|en] \\fI{told['command']}\\fR ...",
        f".SH {description}",
        _plain(told["all"]),
        f".SH {commands}",
        *(f".TP\n.B {one}\n{_plain(words)}" for one, words in told.items() if one not in _NO_COMMANDS),
        f".SH {files}",
        *(f".TP\n.I {path}\n{_FILE_WORDS[language][kind]}" for path, kind in _FILES),
        f".SH {others}",
        ".BR systemctl (1),\n.BR journalctl (1),\n.BR mosquitto (8)",
    ]
    return "\n".join(lines) + "\n"


def _plain(words: str) -> str:
    """No word of a text is a request to the formatter."""
    escaped = words.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped
