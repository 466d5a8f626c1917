"""Playing, with a real browser and a local stand-in for YouTube's script."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit


def test_play_all_goes_through_the_results_in_order(visit: Any, youtube: Any) -> None:
    youtube.seconds = 0.05
    visitor = visit()
    visitor.open("/?genre=Jazz")
    wanted = visitor.video_ids()
    visitor.tab.get_by_role("button", name="Play all").click()
    assert visitor.wait_until_played(6)[:6] == wanted[:6]
    assert sum(path.startswith("/iframe_api") for path in youtube.asked) == 1


def test_the_player_is_large_enough_named_and_sends_a_referrer(visit: Any, youtube: Any) -> None:
    visitor = visit()
    visitor.open()
    visitor.tab.locator("[data-play]").first.click()
    visitor.wait_until_played(1)
    frame = visitor.tab.locator("#frame iframe")
    box = frame.bounding_box()
    assert box["width"] >= 200
    assert box["height"] >= 200
    assert frame.get_attribute("referrerpolicy") == "strict-origin-when-cross-origin"
    assert frame.get_attribute("title")
    on_top = visitor.tab.evaluate(
        "([x, y]) => document.elementFromPoint(x, y).id",
        [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
    )
    assert on_top == "youtube"


def test_a_video_that_cannot_play_is_skipped_with_a_reason(visit: Any, youtube: Any) -> None:
    visitor = visit()
    visitor.open("/?genre=Rock")
    first, second = list(dict.fromkeys(visitor.video_ids()))[:2]
    youtube.broken = {first: 150}
    visitor.tab.get_by_role("button", name="Play all").click()
    played = visitor.wait_until_played(2)
    assert played[0] == first
    assert second in played
    skipped = visitor.tab.locator("#queue .skipped em").first
    assert skipped.inner_text() == "skipped: not allowed outside YouTube"


def test_playing_starts_at_the_record_pressed_and_marks_it(visit: Any, youtube: Any) -> None:
    visitor = visit()
    visitor.open()
    record = visitor.tab.locator("li.record:has([data-play])").nth(3)
    title = record.locator(".title").inner_text()
    record.locator("[data-play]").click()
    visitor.tab.wait_for_selector("html.on-air")
    assert visitor.tab.locator("li.record.playing .title").first.inner_text() == title
    # Pressed again it pauses.
    record.locator("[data-play]").click()
    visitor.tab.wait_for_selector("html:not(.on-air)")
    assert len(visitor.played()) == 1


def test_keys_go_on_and_back_but_not_while_typing(visit: Any, youtube: Any) -> None:
    visitor = visit()
    visitor.open("/?genre=Electronic")
    wanted = visitor.video_ids()
    visitor.tab.get_by_role("button", name="Play all").click()
    visitor.tab.wait_for_selector("html.on-air")
    visitor.tab.keyboard.press("j")
    visitor.wait_until_played(2)
    visitor.tab.keyboard.press("k")
    assert visitor.wait_until_played(3) == [wanted[0], wanted[1], wanted[0]]
    visitor.tab.keyboard.press("/")
    visitor.tab.keyboard.type("jk j")
    assert visitor.tab.locator("#words").input_value() == "jk j"
    assert len(visitor.played()) == 3


def test_the_music_goes_on_while_pages_change(visit: Any, youtube: Any) -> None:
    visitor = visit()
    visitor.open()
    visitor.tab.get_by_role("button", name="Play all").click()
    visitor.tab.wait_for_selector("html.on-air")
    visitor.tab.evaluate("document.querySelector('#youtube').stayed = true")
    visitor.tab.get_by_label("Jazz", exact=True).check()
    visitor.tab.wait_for_url("**/?genre=Jazz&video=1")
    visitor.tab.locator("#page .record a.title").first.click()
    visitor.tab.wait_for_url("**/releases/*")
    visitor.tab.go_back()
    visitor.tab.wait_for_url("**/?genre=Jazz&video=1")
    assert visitor.tab.evaluate("document.querySelector('#youtube').stayed")
    assert len(visitor.played()) == 1


def test_after_the_last_video_the_next_page_of_results_follows(visit: Any, youtube: Any) -> None:
    visitor = visit()
    visitor.open("/?genre=Rock")
    on_page = visitor.video_ids()
    visitor.tab.locator("li.record:has([data-play])").last.locator("summary").click()
    visitor.tab.locator("a[data-video]").last.click()
    visitor.tab.wait_for_selector("html.on-air")
    # The link pressed may share its id with an earlier video of its record.
    visitor.tab.locator("#queue li").last.locator("button").click()
    played = len(visitor.wait_until_played(2))
    visitor.tab.get_by_role("button", name="Next video").click()
    visitor.wait_until_played(played + 1)
    assert visitor.tab.locator("#queue li").count() > len(on_page)
    visitor.open("/?genre=Rock&page=2")
    assert visitor.video_ids()[0] is not None
    asked = [host for host in visitor.hosts if host not in urlsplit(visitor.site).netloc]
    assert set(asked) == {urlsplit(youtube.url).netloc}


def test_a_player_that_cannot_be_loaded_says_so(visit: Any, youtube: Any) -> None:
    visitor = visit()
    visitor.open()
    visitor.tab.route("**/iframe_api*", lambda route: route.abort())
    visitor.tab.locator("[data-play]").first.click()
    visitor.tab.wait_for_function(
        "() => document.querySelector('#now-detail').textContent.includes('could not be loaded')"
    )
    visitor.complaints.clear()  # the browser reports the failed request, as it should
    visitor.tab.unroute("**/iframe_api*")
    visitor.tab.locator("#toggle").click()
    assert len(visitor.wait_until_played(1)) == 1
