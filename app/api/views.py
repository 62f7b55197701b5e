"""Answers that have two forms: JSON for programs, and the same as tables for people."""

from __future__ import annotations

from html import escape
from typing import Any

from fastapi import Request, Response

from app.api import html
from app.api.conditional import prefers_html
from app.api.deps import JSON, REVALIDATE, json_response, not_modified
from app.api.html_values import anchor, shown, table
from app.api.params import Values
from app.errors import Problem

_IN_FOOTER = {"links", "attribution"}


def answer(
    request: Request,
    values: Values,
    tag: str | None,
    body: dict[str, Any],
    *,
    title: str,
    media_type: str = JSON,
) -> Response:
    """Return ``body`` in the form that is wanted, or a 304 to who has it already.

    ``tag`` must tell both forms apart, as ``conditional.address_tag`` does; None where the answer
    may change unseen.
    """
    if tag and (unchanged := not_modified(request, tag)):
        return unchanged
    if not html.wanted(request, values):
        headers = {"Vary": "Accept"}
        return json_response(body, tag=tag, media_type=media_type, headers=headers)
    headers = {"Cache-Control": REVALIDATE, "Vary": "Accept", **({"ETag": tag} if tag else {})}
    return html.answer(html.page(request, title, _main(body)), headers)


def _main(body: dict[str, Any]) -> str:
    """Return the members: plain ones as one table, each larger one under its name, then links."""
    large = {n: v for n, v in body.items() if isinstance(v, (dict, list)) and n not in _IN_FOOTER}
    plain = {n: v for n, v in body.items() if n not in large and n not in _IN_FOOTER}
    parts = [table(plain)]
    parts += [f"<h2>{escape(name)}</h2>{shown(value) or 'none'}" for name, value in large.items()]
    links = "".join(f"<li>{_link(link)}</li>" for link in body.get("links", ()))
    return "".join(parts) + (f"<h2>links</h2><ul>{links}</ul>" if links else "")


def _link(link: dict[str, Any]) -> str:
    text = link.get("title") or link["rel"].rsplit("/", 1)[-1]
    if link.get("templated"):
        return f"{escape(text)}: {escape(link['href'])}"
    return anchor(link["href"], text)


def wants_page(request: Request) -> bool:
    """Tell whether a browser asks that has not asked for JSON by ``f``."""
    chosen = request.query_params.get("f", "html").strip().lower()
    return chosen == "html" and prefers_html(request.headers.get("accept", ""))


def problem_page(request: Request, problem: Problem) -> str:
    """Return what is wrong as a page for people."""
    told = {"parameter": problem.parameter, "accepted": problem.accepts}
    main = f"<p>{escape(problem.detail)}</p>" + table({n: v for n, v in told.items() if v})
    return html.page(request, f"{problem.status:d} {problem.title}", main)
