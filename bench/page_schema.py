"""The controller's pages as an OpenAPI document, made from the routes and types of the running application.

A route that is new is in it at once, with the names of its path. What its body is has to stand in ``BODIES``, or making the document fails.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle
from typing import Any, Final

import msgspec
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from contract import commands as c
from controller.web import counter_page, fleet_page, head_page, join_page, phone_desk, rate_page, sign_in_page

Known = Mapping[str, Sequence[str | int]]
"""Real values by the name of a parameter, also of one path alone: ``/photo/{name} name``."""
Schema = dict[str, Any]

ODD_WAYS: Final = ("put", "delete", "patch", "options", "trace")
"""What no page of ours is asked by."""
_WAYS: Final = ("get", "post")
_REF: Final = "#/components/schemas/{name}"
_QUERIES: Final = (
    ("/", ("lang",)),
    ("/board", ("zone",)),
    ("/head/suggestions", ("kind", "state")),
    ("/head/reports", ("period", "since", "until", "by", "page", "field", "counter", "officer", "hour", "weekday", "day", "end")),
    ("/sms/status", ("from", "text", "X-Gateway-Secret")),
)  # fmt: skip
"""What addresses are asked with, by how they begin."""
_HEADERS: Final = (
    ("/static", ("Range", "If-Range", "If-None-Match", "If-Modified-Since", "Accept-Encoding")),
    ("/photo", ("Range", "If-Modified-Since")),
    ("/procedures", ("If-None-Match",)),
    ("/head/reports", ("Range",)),
    ("/state", ("Forwarded", "X-Forwarded-For")),
    ("/metrics", ("X-Forwarded-For",)),
    ("/sms", ("X-Gateway-Secret",)),
    ("/t/", ("X-Forwarded-For",)),
)
"""What requests say besides, in the same way."""
_JSON: Final = "application/json"
_FORM: Final = "application/x-www-form-urlencoded"
_FORMS: Final = ("/sms/status", "/sign-in")
"""Sent a form as well, which a page from elsewhere could; only a gateway's is read."""
_GET_STATUSES: Final = (200, 204, 304, 307, 400, 403, 404, 410, 413, 421, 429, 431)
_POST_STATUSES: Final = (200, 204, 400, 401, 403, 404, 413, 415, 421, 429, 431)
_ODD_STATUSES: Final = (307, 400, 403, 404, 405, 421, 431)
_EMPTY: Final = (204, 304, 307)
_TYPES: Final = (
    "text/html", "text/css", "text/csv", "text/javascript", "text/plain", "application/pdf", "image/*", "font/*",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/octet-stream",
    "application/x-x509-ca-cert",
)  # fmt: skip


def presses(kinds: Mapping[str, type[Any]], *, at_counter: bool) -> Schema:
    """The bodies of ``controller.web.press``: one for each command of a page."""
    return {"oneOf": [_press(name, kind, at_counter=at_counter) for name, kind in kinds.items()]}


def _press(name: str, kind: type[Any], *, at_counter: bool) -> Schema:
    _, parts = msgspec.json.schema_components([kind], ref_template=_REF)
    body = parts[kind.__name__]
    words = {one: _flat(schema, parts) for one, schema in body.get("properties", {}).items()}
    if at_counter:
        words.pop("counter", None)
    words |= {"command": {"const": name}, "request": {"type": "string"}}
    needed = [one for one in body.get("required", []) if one in words]
    return {"type": "object", "properties": words, "required": ["request", "command", *needed], "additionalProperties": False}  # fmt: skip


def _struct(kind: type[Any]) -> Schema:
    _, parts = msgspec.json.schema_components([kind], ref_template=_REF)
    body: Schema = _flat(parts[kind.__name__], parts)
    return body


def _flat(schema: Any, parts: Mapping[str, Any]) -> Any:
    """Without references and titles, so that real values can be put in by name."""
    if isinstance(schema, list):
        return [_flat(one, parts) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _flat(parts[schema["$ref"].rpartition("/")[2]], parts)
    return {key: _flat(one, parts) for key, one in schema.items() if key not in {"title", "description", "default"}}


_SMS: Final[Schema] = {"type": "object", "properties": {one: {"type": "string"} for one in ("from", "text", "X-Gateway-Secret")}}  # fmt: skip
BODIES: Final[Mapping[str, Schema]] = {
    "/sign-in": _struct(sign_in_page.Entry),
    "/sign-out": _struct(sign_in_page.Exit),
    "/counter/{counter}/command": presses(counter_page.KINDS, at_counter=True),
    "/head/command": presses(head_page.KINDS, at_counter=False),
    "/fleet/command": _struct(fleet_page.Press),
    "/head/suggestions/command": presses({"handle": c.HandleSuggestion}, at_counter=False),
    "/t/{visit}/{mark}/rate": _struct(rate_page.Press),
    "/kiosk/phone": _struct(phone_desk.Handed),
    "/join": _struct(join_page.Step),
    "/sms/status": _SMS,
}
"""What each page that is sent something is sent."""


def document(app: Starlette, known: Known) -> Schema:
    """OpenAPI 3.1; also every address asked in a way that it is not asked, an address that there is none of, and with a stroke too much."""
    others = ("/{nowhere}", "/head/", "/head/reports/{name}/")
    paths: dict[str, Schema] = {one: {"get": _operation(one, "get", known, _GET_STATUSES)} for one in others}
    for path, methods in served(app):
        for method in methods:
            statuses = _GET_STATUSES if method == "get" else _POST_STATUSES
            paths.setdefault(path, {})[method] = _operation(path, method, known, statuses)
    for path, odd in zip(paths, cycle(ODD_WAYS), strict=False):
        ways = [one for one in (odd, *_WAYS) if one not in paths[path]]
        paths[path] |= {one: _operation(path, one, known, _ODD_STATUSES) for one in ways}
    return {"openapi": "3.1.0", "info": {"title": "Pages", "version": "1"}, "paths": paths}


def served(app: Starlette) -> Iterator[tuple[str, list[str]]]:
    """Every path with the ways it is asked, in lower case; a folder's files are one path. Streams have no place in OpenAPI."""
    for route in app.routes:
        if isinstance(route, Mount):
            yield f"{route.path}/{{file}}", ["get"]
        elif isinstance(route, Route):
            ways = [one.lower() for one in sorted(route.methods or ()) if one != "HEAD"]
            yield re.sub(r":[a-z]+}", "}", route.path), ways


def _operation(path: str, method: str, known: Known, statuses: Sequence[int]) -> Schema:
    parameters = [_parameter(path, "path", one, known) for one in re.findall(r"{([a-z]+)}", path)]
    if method in _WAYS:
        for place, table in (("query", _QUERIES), ("header", _HEADERS)):
            names = [one for begins, names in table if path.startswith(begins) for one in names]
            parameters += [_parameter(path, place, one, known) for one in names]
        parameters += [_parameter(path, "cookie", "motcua-other", known)]
    told: Schema = {one: {} for one in (_JSON, *(() if method == "post" else _TYPES))}
    if path == "/sms/status":
        told |= {"text/plain": {}, "application/xml": {}}
    operation: Schema = {
        "parameters": parameters,
        "responses": {f"{one}": {"description": ""} | ({} if one in _EMPTY else {"content": told}) for one in statuses},
    }
    if method == "post" and statuses is _POST_STATUSES:
        body = _with_known(BODIES[path], path, known)
        types = (_JSON, _FORM) if path in _FORMS else (_JSON,)
        operation["requestBody"] = {"required": True, "content": {one: {"schema": body} for one in types}}
    return operation


def _parameter(path: str, place: str, name: str, known: Known) -> Schema:
    schema = _known(path, name, known) or {"type": "string"}
    return {"name": name, "in": place, "required": place == "path", "schema": schema}


def _known(path: str, name: str, known: Known) -> Schema | None:
    values = known.get(f"{path} {name}", known.get(name))
    return None if values is None else {"enum": list(values)}


def _with_known(schema: Any, path: str, known: Known) -> Any:
    """Real values first, where the office has some of that name; else what the type allows."""
    if isinstance(schema, list):
        return [_with_known(one, path, known) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _with_known(one, path, known) for key, one in schema.items()}
    if isinstance(found.get("properties"), dict):
        for name, own in found["properties"].items():
            values = known.get(f"{path} {name}", known.get(name))
            if values is not None and "const" not in own:
                several = own.get("type") == "array"
                found["properties"][name] = (
                    own | {"items": {"enum": list(values)}} if several else {"enum": list(values)}
                )
    return found
