"""Errors as answers: one table of statuses, RFC 9457 problem details, never a traceback."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

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
    """What a user may read about an error; what nobody foresaw stays in the log."""
    if isinstance(error, HTTPException):
        return error.description or error.name
    return str(error) if isinstance(error, errors.WaxlistError) else _UNEXPECTED


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
        "detail": explain(error),
        "request_id": request_id(),
    }
    if isinstance(error, errors.QueryError):
        body |= {"parameter": error.parameter, "nearest": list(error.nearest)}
    response = json_response(body, status.value, MIMETYPE)
    _copy_headers(error, response)
    return response


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
