"""Every failure answered as problem+json (RFC 9457); nothing of the inside reaches a client."""

from __future__ import annotations

import logging
from http import HTTPStatus

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from app.api.views import problem_page, wants_page
from app.errors import DOMAIN_ERRORS, Problem, problem_for

PROBLEM_JSON = "application/problem+json"

log = logging.getLogger(__name__)


def problem_response(
    problem: Problem, request: Request, headers: dict[str, str] | None = None
) -> Response:
    """Return the answer for a problem, to browsers a page; an outage says when to try again."""
    headers = {**(headers or {}), "Cache-Control": "no-store", "Vary": "Accept"}
    if problem.retry_after_s is not None:
        headers["Retry-After"] = str(problem.retry_after_s)
    if wants_page(request):
        page = problem_page(request, problem)
        return Response(page, problem.status, headers, media_type="text/html")
    body = orjson.dumps(problem.as_dict(instance=request.url.path), option=orjson.OPT_NON_STR_KEYS)
    return Response(body, problem.status, headers, media_type=PROBLEM_JSON)


async def _domain_error(request: Request, error: Exception) -> Response:
    problem = problem_for(error)
    if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.warning("%s %s: %s", request.method, request.url.path, error)
    return problem_response(problem, request)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    details = {
        HTTPStatus.NOT_FOUND: "There is no such resource.",
        HTTPStatus.METHOD_NOT_ALLOWED: f"{request.method} is not possible here.",
    }
    status = HTTPStatus(error.status_code)
    code = status.phrase.lower().replace(" ", "-")
    problem = Problem(status, code, details.get(status, status.description or status.phrase))
    headers = dict(error.headers or {})
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_methods(request))
    return problem_response(problem, request, headers)


def _methods(request: Request) -> list[str]:
    """Return what the address answers to; a router knows the methods of one route only."""
    routes = request.app.routes
    found = [
        method
        for method in ("GET", "POST")
        if any(r.matches({**request.scope, "method": method})[0] is Match.FULL for r in routes)
    ]
    return ["HEAD", *found] if "GET" in found else found


async def _validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    name = str(first["loc"][-1])
    problem = Problem(HTTPStatus.BAD_REQUEST, "bad-parameter", f"{name}: {first['msg']}.", name)
    return problem_response(problem, request)


async def _defect(request: Request, error: Exception) -> Response:
    # Starlette raises the error again after this answer, and the server logs its traceback.
    return problem_response(problem_for(error), request)


def add_problem_handlers(app: FastAPI) -> None:
    """Make the application answer every error with a problem."""
    for kind in DOMAIN_ERRORS:
        app.add_exception_handler(kind, _domain_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(Exception, _defect)
