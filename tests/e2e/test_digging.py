"""Filtering, with a real browser: counts change, back goes back, the page stays put."""

from __future__ import annotations

from typing import Any

import pytest


def test_filtering_changes_the_count_and_the_counts_of_other_facets(visit: Any) -> None:
    visitor = visit()
    visitor.open()
    before, styles = visitor.count(), visitor.facet_counts("style")
    genres = visitor.facet_counts("genre")
    visitor.tab.get_by_label("Jazz", exact=True).check()
    visitor.tab.wait_for_url("**/?genre=Jazz&video=1")
    assert visitor.count() == genres["Jazz"] < before
    assert visitor.facet_counts("genre") == genres
    assert visitor.facet_counts("style") != styles


def test_the_back_button_and_a_chip_undo_a_filter(visit: Any) -> None:
    visitor = visit()
    visitor.open()
    before = visitor.count()
    visitor.tab.get_by_label("Rock", exact=True).check()
    visitor.tab.wait_for_url("**/?genre=Rock&video=1")
    visitor.tab.get_by_label("must not have Pop", exact=True).click()
    visitor.tab.wait_for_url("**genre_not=Pop**")
    without_pop = visitor.count()
    visitor.tab.go_back()
    visitor.tab.wait_for_function("() => document.querySelectorAll('.chip').length === 1")
    assert visitor.count() > without_pop
    visitor.tab.locator(".chip").click()
    visitor.tab.wait_for_function("() => !document.querySelector('.chip')")
    assert visitor.count() == before
    assert not visitor.tab.get_by_label("Rock", exact=True).is_checked()


def test_a_filter_keeps_focus_and_is_announced(visit: Any) -> None:
    visitor = visit()
    visitor.open()
    visitor.tab.get_by_label("Jazz", exact=True).focus()
    visitor.tab.keyboard.press("Space")
    visitor.tab.wait_for_url("**/?genre=Jazz&video=1")
    visitor.tab.wait_for_function("() => document.activeElement?.value === 'Jazz'")
    assert str(visitor.count()) in visitor.tab.locator("#announcer").inner_text()


def test_the_form_works_without_javascript(visit: Any) -> None:
    visitor = visit(java_script_enabled=False)
    visitor.open()
    visitor.tab.get_by_label("Jazz", exact=True).check()
    visitor.tab.get_by_label("From year").fill("1960")
    visitor.tab.locator(".apply button").click()
    visitor.tab.wait_for_url("**/?genre=Jazz&year=1960..&video=1")
    assert visitor.tab.locator(".chip").count() == 2
    play = visitor.tab.locator("[data-play]").first.get_attribute("href")
    assert play.startswith("https://www.youtube.com/watch?v=")
    assert "watch_videos" in visitor.tab.locator(".elsewhere").get_attribute("href")


def test_nobody_else_is_asked_before_play(visit: Any, site: str) -> None:
    visitor = visit()
    visitor.open("/?genre=Rock")
    visitor.tab.get_by_role("link", name="About").click()
    visitor.tab.wait_for_url("**/about")
    assert set(visitor.hosts) == {site.removeprefix("http://")}


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("address", ["/", "/?genre=Rock&q=zzzzz", "/about", "/?style=nonsense"])
def test_no_width_scrolls_sideways(visit: Any, width: int, address: str) -> None:
    visitor = visit()
    visitor.tab.set_viewport_size({"width": width, "height": 700})
    visitor.open(address)
    assert visitor.tab.evaluate("document.documentElement.scrollWidth") <= width
    if address.endswith("nonsense"):
        visitor.complaints.clear()  # the browser reports the 400 that is wanted here


def test_on_a_phone_the_filters_open_from_their_button(visit: Any) -> None:
    visitor = visit()
    visitor.tab.set_viewport_size({"width": 360, "height": 700})
    visitor.open()
    jazz = visitor.tab.get_by_label("Jazz", exact=True)
    assert not jazz.is_visible()
    visitor.tab.locator("#filters > summary").click()
    jazz.check()
    visitor.tab.wait_for_url("**/?genre=Jazz&video=1")
    assert visitor.tab.get_by_label("Jazz", exact=True).is_visible()
