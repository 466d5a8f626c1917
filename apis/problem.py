"""Errors as answers: one table of statuses, RFC 9457 problem details, never a traceback."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from apis.reply import json_response
from apis.request_id import request_id
from domain import errors

MIMETYPE = "application/problem+json"

#: The first class that fits decides: leaves stand before their bases.
STATUSES: tuple[tuple[type[errors.WaxlistError], HTTPStatus], ...] = (
    (errors.UsageError, HTTPStatus.BAD_REQUEST),
    (errors.NoCatalogue, HTTPStatus.SERVICE_UNAVAILABLE),
    (errors.NotFound, HTTPStatus.NOT_FOUND),
    (errors.Unavailable, HTTPStatus.SERVICE_UNAVAILABLE),
    (errors.Busy, HTTPStatus.SERVICE_UNAVAILABLE),
    (errors.WaxlistError, HTTPStatus.INTERNAL_SERVER_ERROR),
)

_UNEXPECTED = "something went wrong here; the log of the server tells more under this request id"
# Visitors have no use for the paths and hosts that the operator needs to read.
_OUT_OF_ORDER = (
    "the catalogue is not available right now;"
    " the operator finds the reason in the log, under this request id"
)

_LONGEST_PATH = 80

_log = logging.getLogger(__name__)


def install(app: Flask) -> None:
    """Answer every error of an app that speaks JSON only with a problem document."""
    app.register_error_handler(Exception, answer)


def status_of(error: Exception) -> HTTPStatus:
    """The HTTP status an error is answered with."""
    if isinstance(error, HTTPException):
        return HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    for kind, status in STATUSES:
        if isinstance(error, kind):
            return status
    return HTTPStatus.INTERNAL_SERVER_ERROR


def explain(error: Exception) -> str:
    """What a user may read about an error; the inside of the house stays in the log."""
    if isinstance(error, HTTPException):
        return _explain_http(error)
    if not isinstance(error, errors.WaxlistError):
        return _UNEXPECTED
    asked_wrongly = status_of(error) < HTTPStatus.INTERNAL_SERVER_ERROR
    # What NoCatalogue says is for whoever has just started it, and names no path.
    return str(error) if asked_wrongly or isinstance(error, errors.NoCatalogue) else _OUT_OF_ORDER


def _explain_http(error: HTTPException) -> str:
    if isinstance(error, NotFound):
        return f"there is nothing at {request.path[:_LONGEST_PATH]}"
    if isinstance(error, MethodNotAllowed):
        allowed = ", ".join(sorted(error.valid_methods or ["GET"]))
        return f"{request.method} is not possible here; {allowed} are"
    return error.description or error.name


def record(error: Exception) -> None:
    """Log an error that is our fault, with the request's id."""
    status = status_of(error)
    if isinstance(error, HTTPException) or status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return
    foreseen = isinstance(error, errors.WaxlistError)
    _log.error("request %s failed: %s", request_id(), error, exc_info=None if foreseen else error)


def answer(error: Exception) -> Response:
    """The error as a problem document."""
    record(error)
    status = status_of(error)
    body: dict[str, Any] = {
        "type": _type_of(error),
        "title": status.phrase,
        "status": status.value,
        "detail": explain(error) + _signpost(error),
        "request_id": request_id(),
    }
    if isinstance(error, errors.QueryError):
        body |= {"parameter": error.parameter, "nearest": list(error.nearest)}
    response = json_response(body, status.value, MIMETYPE)
    _copy_headers(error, response)
    return response


def _signpost(error: Exception) -> str:
    """For programs that went astray: where they may ask."""
    if isinstance(error, NotFound | MethodNotAllowed):
        return "; GET /api/v1/search answers queries, GET /api/v1 lists all addresses"
    return ""


def _type_of(error: Exception) -> str:
    if isinstance(error, errors.WaxlistError):
        return f"urn:waxlist:problem:{type(error).__name__}"
    return "about:blank"


def _copy_headers(error: Exception, response: Response) -> None:
    """What the error itself asks for: Allow with 405, for one."""
    if isinstance(error, HTTPException):
        for name, value in error.get_headers():
            if name != "Content-Type":
                response.headers[name] = value
