"""The errors a user can meet, and the one table that maps them to HTTP problems (RFC 9457).

Errors of ``geo``, ``gazetteer`` and ``app`` carry one clear sentence. The API answers with a
``Problem``; the command line prints the sentence on stderr and exits with 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from gazetteer.errors import GazetteerError, QueryError
from geo.errors import GeoError, TileError


class ClaimatlasError(Exception):
    """Base of all application errors; its text is one clear sentence for the user."""


class InputError(ClaimatlasError):
    """Something the user gave cannot be used: a file, a value."""


class ParameterError(InputError):
    """A parameter that is unknown or has a bad value.

    ``parameter`` is its name; ``accepts`` says what would have been accepted.
    """

    def __init__(self, parameter: str, detail: str, accepts: str) -> None:
        """Make a sentence of the parts, for users without the parts."""
        super().__init__(f"{parameter}: {detail} Accepted: {accepts}.")
        self.parameter = parameter
        self.accepts = accepts


class UnknownParameterError(ParameterError):
    """A parameter name that the resource does not have."""


class NotFoundError(ClaimatlasError):
    """There is no such resource or row."""


class UnavailableError(ClaimatlasError):
    """A part this needs (database, gazetteer) cannot be reached now; try again later."""

    retry_after_s = 5


class QueryTimeoutError(UnavailableError):
    """The database gave up on a query that took too long."""

    retry_after_s = 10


@dataclass(frozen=True, slots=True)
class Problem:
    """An RFC 9457 problem. ``code`` is the stable machine-readable name of the kind of problem."""

    status: int
    code: str
    detail: str
    parameter: str | None = None
    accepts: str | None = None
    retry_after_s: int | None = None

    @property
    def title(self) -> str:
        """The HTTP status phrase, as RFC 9457 asks for problems of type ``about:blank``."""
        return HTTPStatus(self.status).phrase

    def as_dict(self, instance: str | None = None) -> dict[str, object]:
        """Return the members of the JSON body; absent members are left out."""
        members: dict[str, object | None] = {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
            "instance": instance,
            "parameter": self.parameter,
            "accepts": self.accepts,
        }
        return {name: value for name, value in members.items() if value is not None}


# From the particular to the general: the first class that matches decides.
PROBLEMS: tuple[tuple[type[Exception], HTTPStatus, str], ...] = (
    (UnknownParameterError, HTTPStatus.BAD_REQUEST, "unknown-parameter"),
    (ParameterError, HTTPStatus.BAD_REQUEST, "bad-parameter"),
    (InputError, HTTPStatus.BAD_REQUEST, "bad-input"),
    (NotFoundError, HTTPStatus.NOT_FOUND, "not-found"),
    (QueryTimeoutError, HTTPStatus.SERVICE_UNAVAILABLE, "query-timeout"),
    (UnavailableError, HTTPStatus.SERVICE_UNAVAILABLE, "unavailable"),
    (TileError, HTTPStatus.BAD_REQUEST, "bad-parameter"),
    (GeoError, HTTPStatus.BAD_REQUEST, "bad-input"),
    (QueryError, HTTPStatus.BAD_REQUEST, "bad-parameter"),
    # All other errors of the gazetteer are those of its source files.
    (GazetteerError, HTTPStatus.SERVICE_UNAVAILABLE, "gazetteer-unavailable"),
)

DOMAIN_ERRORS: tuple[type[Exception], ...] = (ClaimatlasError, GeoError, GazetteerError)


def problem_for(error: Exception) -> Problem:
    """Return the problem of a domain error; anything else is a 500 that says nothing of itself."""
    for kind, status, code in PROBLEMS:
        if isinstance(error, kind):
            return Problem(
                status=status,
                code=code,
                detail=str(error),
                parameter=getattr(error, "parameter", None),
                accepts=getattr(error, "accepts", None),
                retry_after_s=getattr(error, "retry_after_s", None),
            )
    return Problem(
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
        code="internal-error",
        detail="The server failed on this request. The failure is logged.",
    )
