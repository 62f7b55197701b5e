"""The API description as a page for people: addresses, parameters, examples, properties.

It is made of the very OpenAPI document that programs read, so neither can say more than the other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from app.api.html_values import Markup, anchor, rows

Described = Mapping[str, Any]

#: What to ask where an address alone would not do; each finds something in the sample reports.
#: A query, or what stands for the variables of the address.
EXAMPLES: Mapping[str, str] = {
    "/collections/claims/items": "?bbox=36.8,48.0,37.6,48.5&datetime=2025-10",
    "/collections/claims/items/{id}": "1",
    "/collections/claims_unlocated/items": "?side=UA",
    "/collections/places/items": "?q=Pokrovsk&kind=settlement",
    "/collections/places/items/{id}": "UA1416021001",
    "/collections/settlement_summary/items": "?datetime=2025-10",
    "/collections/settlement_summary/items/{id}": "UA1416021001",
    "/collections/{collection}/tiles": "claims",
    "/collections/{collection}/tiles/WebMercatorQuad": "claims",
    "/tiles/{layer}": "settlements?side=RU",
    "/tiles/{layer}/{z}/{x}/{y}": "claims/8/154/88",
    "/styles/{layer}": "settlements?datetime=2025-10",
    "/exports/claims.{suffix}": "csv?side=UA&hxl=true",
    "/table": "?sortby=-published&limit=20",
    "/summary": "?side=RU",
    "/places/{id}": "UA1416021001",
    "/places/{id}/contradictions": "UA1416021001",
    "/documents/{id}": "1",
    "/documents/{id}/origin": "1",
    "/claims/{id}/relations": "1",
    "/gazetteer/search": "?q=krasnoarm&limit=5",
    "/gazetteer/resolve": "?name=Krasnoarmeysk&within=DPR&side=RU",
    "/gazetteer/nearest": "?lon=37.18&lat=48.28&limit=3",
    "/reconcile/suggest/{what}": "entity?prefix=Pokrov",
    "/reconcile/flyout": "?id=UA1416021001",
    "/reconcile/preview": "?id=UA1416021001",
}
_METHODS = ("get", "post")


def main(described: Described) -> str:
    """Return the middle of the page; its links are relative to the address of the page."""
    names = {key: one["name"] for key, one in described["components"]["parameters"].items()}
    by_tag: dict[str, list[dict[str, Any]]] = {}
    for path, operations in described["paths"].items():
        for method in _METHODS:
            if method in operations:
                tag = operations[method].get("tags", ["service"])[0]
                by_tag.setdefault(tag, []).append(
                    _operation(path, method, operations[method], names)
                )
    contents = ", ".join(anchor(f"#{tag}", tag) for tag in (*by_tag, "parameters", "properties"))
    parts = [
        f"<p>{_text(described['info'].get('description', ''))} Read only, without a key.</p>"
        f"<p>{anchor('openapi.json', 'OpenAPI 3.0 for programs')} · {contents}</p>"
        "<p>Each outlet has a layer of its own, <code>claims_{outlet}</code>, which takes and "
        f"answers what <code>claims</code> does: see the {anchor('collections?f=html', 'layers')}."
    ]
    parts += [f'<h2 id="{escape(tag)}">{escape(tag)}</h2>{rows(o)}' for tag, o in by_tag.items()]
    parts.append(f'<h2 id="parameters">parameters</h2>{_parameters(described)}')
    parts.append(f'<h2 id="properties">properties</h2>{_properties(described)}')
    return "".join(parts)


def _operation(
    path: str, method: str, operation: Described, names: Mapping[str, str]
) -> dict[str, Any]:
    named = [_named(parameter, names) for parameter in operation.get("parameters", ())]
    count = f"{len(named)} parameter{'s' if len(named) != 1 else ''}"
    text = ", ".join(named)
    example = _example(path) if method == "get" else None
    answers = operation["responses"]["200"]["content"]
    return {
        "address": Markup(f"<code>{method.upper()} {escape(path)}</code>"),
        "answers": Markup(
            f"<b>{escape(operation['summary'])}</b><br>{_text(operation.get('description', ''))}"
        ),
        "parameters": Markup(f"<details><summary>{count}</summary>{text}</details>")
        if len(named) > 4
        else Markup(text),
        "formats": Markup("<br>".join(escape(media) for media in answers)),
        "example": anchor(example, example) if example else None,
    }


def _named(parameter: Described, names: Mapping[str, str]) -> str:
    if "$ref" in parameter:
        key = parameter["$ref"].rsplit("/", 1)[1]
        return anchor(f"#p-{key}", names[key])
    where = "in the address" if parameter["in"] == "path" else "in the query"
    return f"{escape(parameter['name'])} ({where})"


def _example(path: str) -> str | None:
    value = EXAMPLES.get(path)
    if value is None:
        return None if "{" in path else path.lstrip("/") or "?f=json"
    made = path + value if value.startswith("?") else re.sub(r"\{.*\}", value, path)
    return made.lstrip("/")


def _parameters(described: Described) -> str:
    listed = []
    for key, parameter in described["components"]["parameters"].items():
        meaning, _, accepted = parameter["description"].partition("\n\nAccepted: ")
        listed.append(
            {
                "parameter": Markup(f'<code id="p-{escape(key)}">{parameter["name"]}</code>'),
                "described as": key if key != parameter["name"] else None,
                "meaning": Markup(_text(meaning)),
                "accepted": accepted.removesuffix("."),
                "default": parameter["schema"].get("default"),
                "required": "yes" if parameter["required"] else None,
            }
        )
    return rows(listed)


def _properties(described: Described) -> str:
    """Return the properties of the features of each kind of layer."""
    parts = []
    for name, schema in described["components"]["schemas"].items():
        if not name.endswith("Feature"):
            continue
        listed = [
            {
                "property": Markup(f"<code>{escape(one)}</code>"),
                "meaning": told["description"],
                "type": told.get("format", told["type"]),
                "null": "possible" if told.get("nullable") else None,
                "values": told.get("enum"),
            }
            for one, told in schema["properties"]["properties"]["properties"].items()
        ]
        parts.append(f"<h3>{escape(name)}</h3>{rows(listed)}")
    return "".join(parts)


def _text(text: str) -> str:
    """Return a text with what stands between backquotes as code."""
    return re.sub(r"`+([^`]+)`+", r"<code>\1</code>", escape(text))
