"""An address becomes a video id only if it is a YouTube address with a whole id in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.videos import distinct_video_ids, video_id, watch_address

ID = "dQw4w9WgXcQ"
_ids = st.text(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-", min_size=11, max_size=11
)


@pytest.mark.parametrize(
    "address",
    [
        f"https://www.youtube.com/watch?v={ID}",
        f"http://www.youtube.com/watch?v={ID}",
        f"https://youtube.com/watch?v={ID}",
        f"https://m.youtube.com/watch?v={ID}",
        f"https://music.youtube.com/watch?v={ID}",
        f"https://www.youtube.com/watch?feature=share&v={ID}&t=10s",
        f"https://www.youtube.com/watch/?v={ID}#t=10",
        f"https://youtu.be/{ID}",
        f"https://youtu.be/{ID}?t=42",
        f"http://www.youtu.be/{ID}/",
        f"https://www.youtube.com/embed/{ID}?autoplay=1",
        f"https://www.youtube-nocookie.com/embed/{ID}",
        f"https://youtube-nocookie.com/embed/{ID}",
        f"https://www.youtube.com/v/{ID}",
        f"https://www.youtube.com/shorts/{ID}",
        f"https://www.youtube.com/live/{ID}?feature=share",
        f"HTTPS://WWW.YouTube.COM/watch?v={ID}",
        f"https://www.youtube.com:443/watch?v={ID}",
        f"  https://www.youtube.com/watch?v={ID}\n",
    ],
)
def test_every_form_of_address_gives_its_id(address: str) -> None:
    assert video_id(address) == ID


@pytest.mark.parametrize(
    "address",
    [
        "",
        ID,
        f"www.youtube.com/watch?v={ID}",
        f"//www.youtube.com/watch?v={ID}",
        f"ftp://www.youtube.com/watch?v={ID}",
        f"javascript://www.youtube.com/watch?v={ID}",
        f"https://youtube.com.evil.example/watch?v={ID}",
        f"https://www.youtube.com.evil.example/watch?v={ID}",
        f"https://evil-youtube.com/watch?v={ID}",
        f"https://notyoutu.be/{ID}",
        f"https://www.youtube.com@evil.example/watch?v={ID}",
        f"https://www.youtube.com\\@evil.example/watch?v={ID}",
        f"https://evil.example/www.youtube.com/watch?v={ID}",
        f"https://evil.example/?u=https://www.youtube.com/watch?v={ID}",
        f"https://evil.example#https://www.youtube.com/watch?v={ID}",
        f"https://youtubé.com/watch?v={ID}",
        "https://[::1/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com/",
        "https://www.youtube.com/watch",
        "https://www.youtube.com/watch?v=",
        f"https://www.youtube.com/watch?V={ID}",
        f"https://www.youtube.com/watch?v={ID[:-1]}",
        f"https://www.youtube.com/watch?v={ID}x",
        "https://www.youtube.com/watch?v=dQw4w9WgXc%C3%B6",
        "https://www.youtube.com/watch?v=dQw4w9WgXc ",
        "https://www.youtube.com/watch?v=dQw4w9WgXcö",
        "https://www.youtube.com/watch?v=１２３４５６７８９０１",
        f"https://www.youtube.com/embed/x/{ID}",
        f"https://www.youtube.com/user/{ID}",
        "https://www.youtube.com/playlist?list=PLdQw4w9WgXcQ",
        "https://youtu.be/",
    ],
)
def test_anything_else_has_none(address: str) -> None:
    assert video_id(address) is None


@given(_ids)
def test_any_id_comes_back_from_its_address(video: str) -> None:
    assert video_id(watch_address(video)) == video
    assert video_id(f"https://youtu.be/{video}") == video
    assert video_id(f"https://www.youtube.com/watch?feature=x&v={video}") == video


@given(
    st.text("htps:/w.youtbecma?v=", min_size=1, max_size=10).map(
        lambda start: "".join(c for c in start if c.isalnum())
    ),
    _ids,
)
def test_ids_that_start_like_the_address_are_left_whole(start: str, rest: str) -> None:
    """Stripping the address as a set of characters corrupted 22 % of ids in the first version."""
    video = (start + rest)[:11]
    assert video_id(f"https://www.youtube.com/watch?v={video}") == video
    assert video_id(f"http://youtube.com/embed/{video}") == video


def test_ids_that_differ_in_case_are_two_videos() -> None:
    addresses = [watch_address(ID), watch_address(ID.lower())]
    assert distinct_video_ids(addresses) == [ID, ID.lower()]


def test_ids_come_once_each_in_order_of_appearance() -> None:
    other = "abcdefghijk"
    addresses = [
        watch_address(other),
        "https://evil.example/",
        f"https://youtu.be/{ID}",
        watch_address(other),
        watch_address(ID),
    ]
    assert distinct_video_ids(addresses) == [other, ID]


@given(st.text() | st.text().map(lambda rest: f"https://www.youtube.com/{rest}"))
def test_no_text_is_too_strange(address: str) -> None:
    video = video_id(address)
    assert video is None or (len(video) == 11 and video.isascii() and video in address)
