"""The pages over a real index and store, as a browser without JavaScript gets them."""

from __future__ import annotations

import gzip
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import html

from apis.catalogue import Catalogue
from website.app import create_app


@pytest.fixture
def client(catalogue: Catalogue) -> FlaskClient:
    return create_app(catalogue).test_client()


def page(client: FlaskClient, address: str, status: int = 200) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == status, response.text[:500]
    return html.document_fromstring(response.text)


def total(document: html.HtmlElement) -> int:
    (count,) = document.xpath("//*[@role='status']/b")
    return int(count.text.replace(",", ""))


def shown(document: html.HtmlElement) -> list[int]:
    return [int(id_) for id_ in document.xpath("//li[@data-record]/@data-record")]


def links(document: html.HtmlElement, words: str) -> list[str]:
    """Addresses of the links whose text or label holds these words."""
    return [
        link.get("href")
        for link in document.iter("a")
        if words in " ".join(f"{link.text_content()} {link.get('aria-label', '')}".split())
    ]


def trials(document: html.HtmlElement) -> list[str]:
    """What the empty page says of each filter."""
    found = document.xpath("//ul[@class='trials']/li")
    return [" ".join(trial.text_content().split()) for trial in found]


def facet_rows(document: html.HtmlElement, facet: str) -> dict[str, html.HtmlElement]:
    """A panel's rows by what they say, in order."""
    return {
        row.xpath(".//s/text() | .//*[contains(@class, 'tick')]/span[not(s)]/text()")[0]: row
        for row in document.xpath(f"//details[@id='facet-{facet}']//li")
    }


def facet_count(document: html.HtmlElement, facet: str, value: str) -> int:
    return int(facet_rows(document, facet)[value].xpath("./data/@value")[0])


def test_the_first_page_shows_records_with_videos_only(client: FlaskClient) -> None:
    document = page(client, "/")
    assert total(document) == 123
    assert 200 not in shown(document)
    assert total(page(client, "/?video=any")) == 125
    assert shown(page(client, "/?video=0")) == [204, 200]


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/?genre=Electronic&year=1986..1989",
        "/?video=0",
        "/?video=any&style_not=Techno&page=1",
        "/?genre=Jazz&more=style",
        "/releases/203",
        "/about",
    ],
)
def test_every_link_of_a_page_asks_the_api_the_same(client: FlaskClient, address: str) -> None:
    digging = [a for a in page(client, address).xpath("//a/@href") if a.startswith("/?")]
    assert digging
    for link in digging:
        pairs = parse_qs(urlsplit(link).query)
        assert pairs["video"][0] in {"0", "1", "any"}
    for link in digging[:: max(1, len(digging) // 12)]:
        asked = re.sub(r"&(page|more)=[^&#]*", "", urlsplit(link).query)
        shown = client.get(link, follow_redirects=True)
        answer = client.get(f"/api/v1/search?{asked}")
        assert answer.status_code == 200
        assert total(html.document_fromstring(shown.text)) == answer.json["total"]


@pytest.mark.parametrize("address", ["/", "/about", "/releases/203", "/nowhere", "/?style=x"])
def test_the_search_form_says_what_it_wishes_of_videos_on_every_page(
    client: FlaskClient, address: str
) -> None:
    document = html.document_fromstring(client.get(address).text)
    stated = document.xpath("//*[@form='dig'][@name='video'][@type='hidden' or @checked]/@value")
    assert stated == ["1"]


def test_a_facets_own_choice_does_not_change_its_counts(client: FlaskClient) -> None:
    before = page(client, "/")
    after = page(client, "/?genre=Jazz")
    assert total(after) == 3
    assert facet_count(before, "genre", "Electronic") == 120
    assert facet_count(after, "genre", "Electronic") == 120
    assert "Techno" not in facet_rows(after, "style")
    assert total(page(client, "/?genre=Jazz&genre=Electronic")) == 123


def test_every_count_is_what_choosing_the_value_finds(client: FlaskClient) -> None:
    document = page(client, "/")
    for facet, value in [("style", "Dub Techno"), ("country", "US"), ("decade", "1980s")]:
        found = total(page(client, f"/?{facet}={value.replace(' ', '+')}"))
        assert found == facet_count(document, facet, value)


def test_excluding_and_requiring_are_plain_links(client: FlaskClient) -> None:
    document = page(client, "/?genre=Electronic")
    (exclude,) = links(document, "must not have Dub Techno")
    assert total(page(client, exclude)) == 80
    (require,) = links(document, "must have Dub Techno")
    required = page(client, require)
    assert total(required) == 40
    (take_off, same) = links(required, "must have Dub Techno, take off")
    assert take_off == same
    assert total(page(client, take_off)) == 120


def test_each_chip_takes_its_filter_off(client: FlaskClient) -> None:
    document = page(client, "/?genre=Electronic&style_not=Techno&year=1986..1989&label=3&q=record")
    chips = document.xpath("//ul[@class='chips']//a[contains(@class, 'chip')]")
    assert len(chips) == 5
    assert "Hafenklang" in " ".join(chip.text_content() for chip in chips)
    for chip in chips:
        rest = page(client, chip.get("href"))
        assert len(rest.xpath("//ul[@class='chips']//a[contains(@class, 'chip')]")) == 4
    (clear,) = links(document, "Clear all")
    assert total(page(client, clear)) == 123


def test_the_form_carries_every_filter_that_has_no_field(client: FlaskClient) -> None:
    address = "/?genre=Electronic&style_not=Modal&year=1986..1989&label=3&video=any&dedupe=master"
    document = page(client, address)
    (form,) = document.xpath("//form[@id='dig']")
    fields = document.xpath(
        "//*[(@form='dig' or ancestor::form) and @name]"
        "[not(@type='checkbox' or @type='radio') or @checked]"
    )
    pairs = [(f.get("name"), f.get("value") or "") for f in fields if f.tag == "input"]
    again = client.get(form.get("action"), query_string=pairs)
    assert again.status_code == 303
    assert parse_qs(urlsplit(again.location).query) == parse_qs(urlsplit(address).query)


def test_year_fields_become_one_range(client: FlaskClient) -> None:
    for fields, year in [
        ("year_from=1986&year_to=1989", "1986..1989"),
        ("year_from=1986&year_to=", "1986.."),
        ("year_from=&year_to=1989", "..1989"),
        ("year_from=1986&year_to=1986", "1986"),
    ]:
        response = client.get(f"/?{fields}")
        assert response.status_code == 303
        assert parse_qs(urlsplit(response.location).query) == {"year": [year], "video": ["1"]}
    assert client.get("/?year_from=&year_to=&q=").location == "/?video=1"


def test_bars_of_the_histogram_lead_to_their_year(client: FlaskClient) -> None:
    document = page(client, "/")
    bars = document.xpath("//svg[contains(@class, 'bars')]//a")
    assert len(bars) == 10
    for bar in bars[:3]:
        count = int(bar.get("aria-label").split(": ")[1])
        assert total(page(client, bar.get("href"))) == count


def test_pages_hold_every_record_once(client: FlaskClient) -> None:
    seen: list[int] = []
    address = "/?sort=random&seed=5"
    while True:
        document = page(client, address)
        seen += shown(document)
        following = document.xpath("//a[@rel='next']/@href")
        if not following:
            break
        address = following[0]
    assert len(seen) == len(set(seen)) == 123


def test_a_page_beyond_the_last_leads_to_the_last(client: FlaskClient) -> None:
    response = client.get("/?page=99")
    assert response.status_code == 303
    assert response.location == "/?video=1&page=3"


def test_random_without_a_seed_gets_one_in_its_address(client: FlaskClient) -> None:
    response = client.get("/?sort=random")
    assert re.fullmatch(r"/\?video=1&sort=random&seed=\d+", response.location)
    document = page(client, "/?sort=random&seed=5")
    (again,) = links(document, "again")
    assert again == "/?video=1&sort=random&seed=6"
    assert shown(page(client, again)) != shown(document)


def test_an_unfolded_facet_lists_all_its_values(client: FlaskClient) -> None:
    document = page(client, "/?more=style")
    assert len(facet_rows(document, "style")) == 4
    page(client, "/?more=label", status=400)


def test_values_that_lead_nowhere_show_only_when_all_are_asked_for(client: FlaskClient) -> None:
    address = "/?genre=Jazz&style=Techno"
    folded = facet_rows(page(client, address), "style")
    assert list(folded) == ["Free Jazz", "Modal", "Techno"]  # the last is selected
    assert folded["Techno"].xpath(".//input[@checked and not(@disabled)]")
    document = page(client, f"{address}&more=style")
    unfolded = facet_rows(document, "style")
    assert "Dub Techno" in unfolded
    assert unfolded["Dub Techno"].xpath(".//input/@disabled")
    assert not unfolded["Dub Techno"].xpath(".//a")


def test_a_facet_without_a_further_value_says_so(client: FlaskClient) -> None:
    document = page(client, "/?q=nonesuch&genre=Jazz")
    said = {
        panel.get("id"): "nothing else here" in panel.text_content()
        for panel in document.xpath("//details[@class='panel']")
    }
    assert said["facet-genre"]
    assert said["facet-style"]
    assert list(facet_rows(document, "genre")) == ["Jazz"]
    assert "nothing else here" not in page(client, "/").text_content()


def test_nothing_found_names_the_filter_that_is_in_the_way(client: FlaskClient) -> None:
    document = page(client, "/?genre=Jazz&country=US&style=Techno")
    assert trials(document)[0] == "2 without the filter “Techno”"
    assert total(page(client, links(document, "without the filter “Techno”")[0])) == 2


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/?genre=Electronic&genre_not=Electronic&video=any", "“not Electronic”"),
        ("/?style_all=Techno&style_not=Techno", "“must have Techno”"),
        ("/?style=Modal&video=0&country=US", "“without videos”"),
        ("/?q=nonesuch&dedupe=master", "without the words “nonesuch”"),
    ],
)
def test_what_would_help_is_said_in_whole_words(
    client: FlaskClient, address: str, said: str
) -> None:
    assert said in "\n".join(trials(page(client, address)))


def test_records_without_videos_are_told_from_no_records(client: FlaskClient) -> None:
    document = page(client, "/?style=Modal&country=Germany")
    assert "none with a video" in document.text_content()
    (address,) = links(document, "all the same")
    assert shown(page(client, address)) == [200]


def test_a_misspelt_value_is_explained_and_mended_by_a_link(client: FlaskClient) -> None:
    document = page(client, "/?genre=Electronic&style=Tecno", status=400)
    assert "'Tecno' is not in this catalogue" in document.text_content()
    (mended,) = [a.get("href") for a in document.iter("a") if a.text_content() == "Techno"]
    assert total(page(client, mended)) == 120
    (without,) = links(document, "Search without it")
    assert parse_qs(urlsplit(without).query) == {"genre": ["Electronic"], "video": ["1"]}


@pytest.mark.parametrize(
    "address",
    ["/?style=tecno&year=1990..1980", "/?style=tecno&year_from=1990&year_to=1980&q="],
)
def test_of_two_mistakes_mending_the_first_leads_to_the_second(
    client: FlaskClient, address: str
) -> None:
    document = page(client, address, status=400)
    assert "ends before it starts" in document.text_content()
    (mended,) = links(document, "1980..1990")
    document = page(client, mended, status=400)
    assert "'tecno' is not in this catalogue" in document.text_content()
    (mended,) = [a.get("href") for a in document.iter("a") if a.text_content() == "Techno"]
    assert total(page(client, mended)) > 0


def test_markup_in_names_stays_text(client: FlaskClient) -> None:
    for address in ("/?style=Modal", "/releases/201", "/?q=script", "/?style=<script>"):
        text = client.get(address).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert not html.document_fromstring(text).xpath("//@onerror | //@onclick | //@style")
    assert "<script>alert(1)</script>" in page(client, "/releases/201").xpath("//h1")[0].text


def test_nothing_on_a_page_is_inline_or_from_elsewhere(client: FlaskClient) -> None:
    response = client.get("/?style=Techno")
    document = html.document_fromstring(response.text)
    assert not document.xpath("//style | //script[not(@src)] | //@style | //iframe | //img")
    loaded = document.xpath("//script/@src | //link/@href")
    assert loaded
    assert all(address.startswith("/static/") for address in loaded)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-src https://www.youtube.com https://www.youtube-nocookie.com" in policy
    assert response.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_another_place_of_the_player_is_allowed_by_the_policy(catalogue: Catalogue) -> None:
    app = create_app(catalogue, player_api_url="http://127.0.0.1:9/iframe_api")
    policy = app.test_client().get("/about").headers["Content-Security-Policy"]
    for rule in ("script-src", "frame-src"):
        assert re.search(rf"{rule} [^;]*http://127\.0\.0\.1:9[; ]", policy)


def test_assets_may_be_kept_for_good_under_their_version(client: FlaskClient) -> None:
    for address in page(client, "/").xpath("//link/@href | //script/@src"):
        with client.get(address) as response:
            assert response.status_code == 200
            assert "immutable" in response.headers["Cache-Control"]
    with client.get("/static/old/js/main.js") as response:
        assert "immutable" not in response.headers["Cache-Control"]
    assert client.get("/static/old/..%2Fapp.py").status_code == 404


def test_videos_are_links_to_youtube_and_play_as_a_passing_list(client: FlaskClient) -> None:
    document = page(client, "/?style=Free+Jazz")
    assert links(document, "A side")[0] == "https://www.youtube.com/watch?v=video000203"
    (together,) = links(document, "Play these 2 on YouTube")
    assert together.endswith("watch_videos?video_ids=video000203,video000202")
    many = links(page(client, "/"), "Play these 50 on YouTube")[0]
    assert len(many.split("=")[1].split(",")) == 50


def test_a_record_page_shows_sub_tracks(client: FlaskClient) -> None:
    document = page(client, "/releases/203")
    assert "First part" in document.text_content()
    assert links(document, "Discogs page of")[0].endswith("/release/203")
    assert document.xpath("//h1/@dir") == ["auto"]


def test_a_record_without_anything_still_has_its_row_and_page(client: FlaskClient) -> None:
    assert "Untitled" in page(client, "/releases/204").text_content()
    assert 204 in shown(page(client, "/?video=0"))


def test_about_tells_the_dump_and_its_licence(client: FlaskClient) -> None:
    text = page(client, "/about").text_content()
    assert "1 November 2026" in text
    assert "CC0" in text
    assert "not affiliated with Discogs" in text


def test_about_tells_when_the_index_was_built_to_people_and_programs(
    client: FlaskClient, catalogue: Catalogue
) -> None:
    (moment,) = page(client, "/about").xpath("//time")
    assert moment.get("datetime") == catalogue.standing().built_at
    assert re.fullmatch(r"\d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d UTC", moment.text)


def test_people_get_pages_and_programs_problems(client: FlaskClient) -> None:
    assert client.get("/nowhere").mimetype == "text/html"
    assert client.get("/releases/999").status_code == 404
    assert client.get("/api/v1/nowhere").mimetype == "application/problem+json"
    assert client.get("/api/v1").mimetype == "application/json"
    assert "There is nothing at /nowhere." in client.get("/nowhere").text
    assert client.post("/").status_code == 405


def test_before_a_catalogue_the_page_says_what_to_run(empty_catalogue: Catalogue) -> None:
    document = page(create_app(empty_catalogue).test_client(), "/", status=503)
    assert "waxlist load" in document.text_content()


def test_people_are_not_told_where_the_servers_stand(
    unreachable_catalogue: Catalogue, caplog: pytest.LogCaptureFixture
) -> None:
    response = create_app(unreachable_catalogue).test_client().get("/")
    assert response.status_code == 503
    assert "not available right now" in response.text
    assert "nobody.sock" not in response.text
    assert "nobody.sock" in caplog.text
    assert response.headers["X-Request-Id"] in response.text


def test_pages_are_compressed_for_those_who_take_it(client: FlaskClient) -> None:
    plain = client.get("/")
    packed = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.data) < len(plain.data) / 4
    assert "Record 120" in gzip.decompress(packed.data).decode()


def test_news_can_be_chosen_once_there_are_some(
    client: FlaskClient, catalogue_with_news: Catalogue
) -> None:
    assert not page(client, "/").xpath("//details[@id='facet-new']")
    news = create_app(catalogue_with_news).test_client()
    rows = facet_rows(page(news, "/"), "new")
    assert list(rows) == ["New since the last dump", "Changed since the last dump"]
    (address,) = links(page(news, "/"), "must not have New since the last dump")
    document = page(news, address)
    assert 3 not in shown(document)
    (chip,) = document.xpath("//ul[@class='chips']//a[contains(@class, 'chip')]")
    assert "not New since the last dump" in chip.text_content()
    assert shown(page(news, "/?new=this")) == [4, 3]


def test_news_that_are_asked_for_stay_on_a_page_without_any(client: FlaskClient) -> None:
    document = page(client, "/?new=this")
    assert total(document) == 0
    assert facet_count(document, "new", "New since the last dump") == 0
    assert trials(document) == ["123 without the filter “New since the last dump”"]


def test_a_genre_and_a_style_of_one_name_are_one_tag(catalogue_with_news: Catalogue) -> None:
    document = page(create_app(catalogue_with_news).test_client(), "/releases/4")
    tags = document.xpath("//p[@class='tags']/a")
    assert [tag.text for tag in tags] == ["Pop", "Reggae"]
    assert "style=Reggae" in tags[1].get("href")


def test_a_name_that_has_no_record_of_its_own_is_read_off_the_results(
    client: FlaskClient,
) -> None:
    chip = page(client, "/?artist=8").xpath("//ul[@class='chips']//bdi")[0]
    assert chip.text.startswith("<script>")
