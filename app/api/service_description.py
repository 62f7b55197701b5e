"""``/openapi.json`` for programs, ``/api`` for people: one description in two forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response

from app.api import api_page, html, landing, openapi
from app.api.conditional import Tag, tagged
from app.api.deps import REVALIDATE, not_modified
from app.api.layer_model import Layer
from app.api.layers import STANDING, layers
from app.api.params import F_PAGE
from app.errors import UnavailableError
from app.parameters import Parameter, read_parameters


class Description:
    """The description of an application, made when it is first asked for."""

    def __init__(self, app: FastAPI, parameters: Sequence[Parameter]) -> None:
        """Describe ``app``; ``parameters`` are those that its routes name."""
        self._app, self._parameters = app, parameters
        self._made: dict[str, Any] = {}
        self._known: tuple[str, bytes] | None = None
        self._page = ""

    def add_routes(self) -> None:
        """Make the application answer at both addresses."""
        self._app.add_api_route("/openapi.json", self.as_json, include_in_schema=False)
        self._app.add_api_route("/api", self.as_page, include_in_schema=False)

    async def as_json(self, request: Request, tag: Tag) -> Response:
        """Return the description with the concrete paths of every layer that there is now."""
        try:
            reads = self._app.state.database.reads
            version = await reads.version()
            found = tuple((await layers(reads, version)).values())
        except UnavailableError:  # the description needs no data
            version, found = "", STANDING
        if self._known is None or self._known[0] != version:
            whole = {**self._standing(), "paths": self._paths(found)}
            self._known = version, orjson.dumps(whole)
        text = orjson.Fragment(self._known[1])
        headers = {"Vary": "Accept"}
        return tagged(request, tag, text, media_type=landing.OPENAPI_JSON, headers=headers)

    async def as_page(self, request: Request, tag: Tag) -> Response:
        """Return a page for browsers, with the layers that always stand; else the description.

        The layers of outlets answer as that of all claims does, and would be most of the page.
        """
        given = [(n, v) for n, v in request.query_params.multi_items() if n == "f"]
        if not html.wanted(request, read_parameters((F_PAGE,), given)):
            return await self.as_json(request, tag)
        if tag and (unchanged := not_modified(request, tag)):
            return unchanged
        if not self._page:
            self._page = api_page.main({**self._standing(), "paths": self._paths(STANDING)})
        headers = {"Cache-Control": REVALIDATE, "Vary": "Accept", **({"ETag": tag} if tag else {})}
        return html.answer(html.page(request, f"{landing.TITLE}: the API", self._page), headers)

    def _standing(self) -> dict[str, Any]:
        if not self._made:
            self._made = openapi.build(self._app, self._parameters, landing.DESCRIPTION)
        return self._made

    def _paths(self, found: Sequence[Layer]) -> dict[str, Any]:
        return {**self._standing()["paths"], **openapi.layer_paths(found)}
