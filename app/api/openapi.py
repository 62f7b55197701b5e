"""The API's description as OpenAPI 3.0: self-contained, every parameter a component.

QGIS reads its page size from ``components.parameters.limit``; FastAPI would write version 3.1,
which the OGC class ``oas30`` does not mean.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.api import schemas
from app.api.layer_model import Layer
from app.api.layers import STANDING
from app.api.params import CRS, DATES, F_ITEMS, F_LANDING, F_PAGE
from app.parameters import Parameter
from geo.geojson import GEOJSON

#: Who names one of these parameters also has a page for people.
_PAGED = {f"#/components/parameters/{p.key}" for p in (F_ITEMS, F_LANDING, F_PAGE)}


def parameter_object(parameter: Parameter) -> dict[str, Any]:
    """Return the OpenAPI parameter object; lists may be repeated or separated by commas.

    ``style`` and ``explode`` are written out, for the abstract tests of OGC compare them.
    """
    made: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": f"{parameter.description}\n\nAccepted: {parameter.accepts}.",
        "schema": parameter.schema,
        "style": "form",
        "explode": not parameter.commas,
    }
    return made


def build(app: FastAPI, parameters: Iterable[Parameter], description: str) -> dict[str, Any]:
    """Return the description of ``app``, whose routes name parameters by their component key."""
    made = get_openapi(
        title=app.title,
        version=app.version,
        openapi_version="3.0.3",
        description=description,
        routes=app.routes,
    )
    components = made.setdefault("components", {})
    components["parameters"] = {p.key: parameter_object(p) for p in parameters}
    components["schemas"] = schemas.schemas(STANDING)
    for path in made["paths"].values():
        for operation in path.values():
            operation["responses"] = _responses(operation)
    return made


def layer_paths(layers: Iterable[Layer]) -> dict[str, Any]:
    """Return concrete paths of every layer: GDAL reads filters from concrete paths only."""
    paths: dict[str, Any] = {
        "/collections": _operation(
            "getCollections", "The layers", [F_PAGE], "application/json", schema="Collections"
        )
    }
    for layer in layers:
        base, title = f"/collections/{layer.id}", layer.title
        paths[base] = _operation(
            f"describe_{layer.id}", title, [F_PAGE], "application/json", schema="Collection"
        )
        paths[f"{base}/items"] = _operation(
            f"items_{layer.id}",
            f"{title}: features",
            layer.parameters,
            GEOJSON,
            schema=f"{layer.kind}Page",
        )
        paths[f"{base}/items/{{id}}"] = _operation(
            f"item_{layer.id}",
            f"{title}: one feature",
            [CRS, *([DATES] if layer.on_request else []), F_ITEMS],
            GEOJSON,
            schema=f"{layer.kind}Item",
            in_path=["id"],
        )
        paths[f"{base}/queryables"] = _operation(
            f"queryables_{layer.id}", f"{title}: queryables", [F_PAGE], "application/schema+json"
        )
    return paths


def _operation(
    operation_id: str,
    summary: str,
    parameters: Iterable[Parameter],
    media: str,
    *,
    schema: str | None = None,
    in_path: Iterable[str] = (),
) -> dict[str, Any]:
    named: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in in_path
    ]
    named += [{"$ref": f"#/components/parameters/{p.key}"} for p in parameters]
    operation: dict[str, Any] = {
        "operationId": operation_id,
        "summary": summary,
        "tags": ["layers"],
        "parameters": named,
        "x-media-type": media,
        "x-schema": schema,
    }
    operation["responses"] = _responses(operation)
    return {"get": operation}


def _responses(operation: dict[str, Any]) -> dict[str, Any]:
    given = operation.pop("x-media-type", "application/json")
    media = [given] if isinstance(given, str) else list(given)
    if any(p.get("$ref") in _PAGED for p in operation.get("parameters", ())):
        media.append("text/html")
    schema = operation.pop("x-schema", None)
    problem: dict[str, Any] = {
        "description": "What is wrong, and what is accepted",
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}},
            "text/html": _content("text/html"),
        },
    }
    return {
        "200": {
            "description": "Answer",
            "content": {name: _content(name, schema) for name in media},
        },
        "304": {"description": "The client has the current answer already"},
        "400": problem,
        "404": problem,
        "503": problem,
    }


def _content(media: str, schema: str | None = None) -> dict[str, Any]:
    text = media.startswith("text/")
    if schema and media.endswith("json"):
        return {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    if text or media.endswith("json"):
        return {"schema": {"type": "string" if text else "object"}}
    return {"schema": {"type": "string", "format": "binary"}}
