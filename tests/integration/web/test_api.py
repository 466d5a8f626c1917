"""The REST API over a real index and store."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from apis.app import create_app
from apis.catalogue import Catalogue
from domain import errors

PROBLEM = "application/problem+json"


@pytest.fixture
def client(catalogue: Catalogue) -> FlaskClient:
    return create_app(catalogue).test_client()


def ask(client: FlaskClient, query: str) -> dict[str, Any]:
    response = client.get(f"/api/v1/search?{query}")
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json
    return found


def test_search_gives_total_dump_and_the_canonical_query(
    client: FlaskClient, matching: Callable[..., list[int]]
) -> None:
    expected = matching(lambda r: r.get("genres") == ["Jazz"] and "videos" in r)
    answer = ask(client, "video=1&genre=jazz")
    assert answer["total"] == len(expected)
    assert [record["id"] for record in answer["results"]] == expected
    assert answer["dump"] == "20261101"
    assert answer["query"] == "genre=Jazz&video=1"
    assert answer["took_ms"] > 0
    assert "next" not in answer


def test_following_next_visits_every_record_once(
    client: FlaskClient, matching: Callable[..., list[int]]
) -> None:
    seen: list[int] = []
    address: str | None = "/api/v1/search?style=Techno&limit=50"
    while address:
        response = client.get(address)
        seen += [record["id"] for record in response.json["results"]]
        address = response.json.get("next")
        assert ("Link" in response.headers) == (address is not None)
    assert seen == matching(lambda r: "Techno" in r.get("styles", []))


def test_a_result_carries_what_a_list_shows(client: FlaskClient) -> None:
    (record,) = ask(client, "style=Modal&country=Germany")["results"]
    assert record["artist"] == "Lena Brandt"
    assert record["labels"][0]["catno"] == "HK 200"
    assert record["format"] == "Vinyl, LP"
    assert record["discogs_url"].endswith("/release/200")


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("style=Tecno", "style"),
        ("stile=Techno", "stile"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=1&limit=2", "limit"),
        ("offset=-1", "offset"),
        ("offset=x", "offset"),
        ("year=abc", "year"),
        ("q=%FF", "query"),
        ("q=%zz", "query"),
        ("q=" + "a" * 5000, "q"),
        ("&".join(f"label={n}" for n in range(1, 600)), "label"),
        ("&".join(["label=1"] * 1200), "query"),
    ],
)
def test_what_cannot_be_read_is_a_problem_naming_the_parameter(
    client: FlaskClient, query: str, parameter: str
) -> None:
    response = client.get(f"/api/v1/search?{query}")
    assert response.status_code == 400
    assert response.mimetype == PROBLEM
    assert response.json["parameter"] == parameter
    assert response.json["status"] == 400


def test_a_misspelt_value_comes_with_the_nearest(client: FlaskClient) -> None:
    assert "Techno" in client.get("/api/v1/search?style=Tecno").json["nearest"]


def test_an_unchanged_answer_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/api/v1/search?style=Techno&genre=Electronic")
    tag = first.headers["ETag"]
    # The same question in another order and spelling of the address has the same tag.
    again = client.get(
        "/api/v1/search?genre=Electronic&style=Techno", headers={"If-None-Match": tag}
    )
    assert again.status_code == 304
    assert not again.data
    other = client.get(
        "/api/v1/search?genre=Electronic&style=Techno&offset=1", headers={"If-None-Match": tag}
    )
    assert other.status_code == 200


def test_records_of_all_kinds_are_answered_whole(client: FlaskClient) -> None:
    release = client.get("/api/v1/releases/203")
    assert release.json["_id"] == 203
    assert release.json["tracklist"][0]["sub_tracks"][0]["title"] == "First part"
    assert release.headers["X-Waxlist-Dump"] == "20261101"
    assert client.get("/api/v1/labels/3").json["name"] == "Hafenklang"
    assert client.get("/api/v1/artists/7").json["name"] == "Lena Brandt"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/releases/999", 404),
        ("GET", "/api/v1/releases/99999999999999999999", 404),
        ("GET", "/api/v1/masters/1", 404),
        ("GET", "/api/v1/releases/x", 404),
        ("GET", "/nowhere", 404),
        ("POST", "/api/v1/search", 405),
        ("DELETE", "/api/v1/releases/1", 405),
    ],
)
def test_every_refusal_is_a_problem_document(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    response = client.open(path, method=method)
    assert response.status_code == status
    assert response.mimetype == PROBLEM
    assert response.json["status"] == status
    assert response.json["request_id"] == response.headers["X-Request-Id"]
    assert "URL" not in response.json["detail"]
    if status == 405:
        assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize(
    ("method", "path", "says"),
    [
        ("GET", "/api/v1/nowhere", "there is nothing at /api/v1/nowhere"),
        ("POST", "/api/v1/search", "POST is not possible here; GET, HEAD, OPTIONS are"),
    ],
)
def test_who_went_astray_is_told_where_to_ask(
    client: FlaskClient, method: str, path: str, says: str
) -> None:
    detail = client.open(path, method=method).json["detail"]
    assert detail.startswith(says)
    assert "GET /api/v1/search " in detail
    assert "GET /api/v1 " in detail


def test_the_index_lists_every_address_there_is(client: FlaskClient) -> None:
    listed = client.get("/api/v1").json["endpoints"]
    assert client.get("/api/v1/").json["endpoints"] == listed
    routes = {
        re.sub(r"<[^>]*>", "{id}", rule.rule)
        for rule in client.application.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and rule.endpoint != "api.index"
    }
    assert set(listed) == routes
    assert client.post("/api/v1/").status_code == 405


def test_head_answers_like_get_without_a_body(client: FlaskClient) -> None:
    response = client.head("/api/v1/search?style=Techno")
    assert response.status_code == 200
    assert not response.data


def test_a_proxys_request_id_is_kept_and_a_forged_one_is_not(client: FlaskClient) -> None:
    def answered(given: str) -> TestResponse:
        return client.get("/livez", headers={"X-Request-Id": given})

    assert answered("abc-123").headers["X-Request-Id"] == "abc-123"
    assert answered("a b{}").headers["X-Request-Id"] != "a b{}"


def test_ready_once_a_catalogue_is_live(client: FlaskClient) -> None:
    assert client.get("/livez").status_code == 200
    assert client.get("/readyz").json["total"] == 125


def test_without_a_catalogue_it_lives_but_is_not_ready(empty_catalogue: Catalogue) -> None:
    client = create_app(empty_catalogue).test_client()
    assert client.get("/livez").status_code == 200
    for path in ("/readyz", "/api/v1/search"):
        response = client.get(path)
        assert response.status_code == 503
        assert "waxlist load" in response.json["detail"]


def test_an_unreachable_server_is_503_and_only_the_log_says_where_it_is(
    unreachable_catalogue: Catalogue, caplog: pytest.LogCaptureFixture
) -> None:
    response = create_app(unreachable_catalogue).test_client().get("/api/v1/search?q=a")
    assert response.status_code == 503
    assert response.mimetype == PROBLEM
    assert "Traceback" not in response.text
    assert "nobody.sock" not in response.text
    assert "not available right now" in response.json["detail"]
    assert response.json["request_id"] in caplog.text
    assert "nobody.sock" in caplog.text


@pytest.mark.parametrize(
    "error",
    [
        errors.StoreError("/srv/house/documents.sqlite: is not a database"),
        errors.StoreFull("/srv/house: the disk is full"),
        errors.IndexBroken("redis://house:6379 lacks a piece"),
        errors.ConfigurationError("/srv/house may not be read"),
        errors.Busy("/srv/house/load.lock is held"),
    ],
)
def test_no_answer_tells_where_things_stand_in_the_house(
    catalogue: Catalogue, caplog: pytest.LogCaptureFixture, error: errors.WaxlistError
) -> None:
    app = create_app(catalogue)

    @app.get("/broken")
    def broken() -> str:
        raise error

    response = app.test_client().get("/broken")
    assert response.status_code >= 500
    assert "house" not in response.text
    assert response.json["type"].endswith(type(error).__name__)
    assert str(error) in caplog.text


def test_an_unforeseen_error_is_logged_and_not_shown(
    catalogue: Catalogue, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(catalogue)

    @app.get("/broken")
    def broken() -> str:
        raise RuntimeError("a secret of the house")

    response = app.test_client().get("/broken", headers={"X-Request-Id": "find-me"})
    assert response.status_code == 500
    assert "secret" not in response.text
    assert response.json["request_id"] == "find-me"
    assert "find-me" in caplog.text
    assert "a secret of the house" in caplog.text
