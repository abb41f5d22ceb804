"""What each kind of gateway stands for where the site file's ``[messages]`` says nothing, and what can be filled into its templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from contract.phone_messages import Form, Gateway
from contract.registry import Part


@dataclass(frozen=True, slots=True)
class Preset:
    """What a kind of gateway stands for where the site file says nothing."""

    form: Form
    body: str
    headers: tuple[Part, ...] = ()
    good: str = ""


PRESETS: Final[Mapping[Gateway, Preset]] = MappingProxyType(
    {
        Gateway.WEBHOOK: Preset(
            Form.JSON,
            '{"phone": "{phone}", "kind": "{kind}", "text": "{text}", "number": "{number}", "counter": "{counter}", '
            '"ahead": "{ahead}", "office": "{office}", "link": "{link}", "id": "{id}"}',
        ),
        Gateway.SMS: Preset(Form.FORM, "phone={phone}&text={text}"),
        Gateway.ZALO: Preset(
            Form.JSON,
            '{"phone": "{phone_84}", "template_id": "{template}", "template_data": {"number": "{number}", '
            '"counter": "{counter}", "ahead": "{ahead}", "office": "{office}"}, "tracking_id": "{id}"}',
            (Part("access_token", "{secret}"),),
            "error",
        ),
    }
)

GAPS: Final = (
    "phone",
    "phone_84",
    "text",
    "kind",
    "number",
    "counter",
    "ahead",
    "wait",
    "field",
    "office",
    "link",
    "template",
    "id",
    "user",
    "secret",
)
"""What can be filled into an address, a header or a body."""

WORD_GAPS: Final = ("number", "counter", "ahead", "wait", "field", "office", "link")
"""What can be filled into words."""
