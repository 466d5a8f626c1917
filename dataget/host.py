"""A polite HTTP client for a host that throttles: one request at a time, with a gap and patience.

A host that says when to come back (``Retry-After``) is waited for; an answer that breaks off is
asked for again, a bounded number of times, each time later.
"""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from tenacity import RetryCallState, Retrying
from tenacity.retry import retry_if_exception_type
from tenacity.stop import stop_after_attempt
from tenacity.wait import wait_exponential, wait_random

from domain.errors import Busy, ConfigurationError, NotFound, Unavailable

T = TypeVar("T")

#: Bytes handed on at a time.
CHUNK = 256 * 1024
#: No page and no CHECKSUM file is larger.
PAGE_LIMIT = 4 * 1024 * 1024

_CONNECT_SECONDS = 30.0
_REDIRECTS = 5


@dataclass(frozen=True)
class Manners:
    """How a host is treated; all times in seconds.

    ``gap`` lies between an answer and the next request, ``patience`` is how long in all the host's
    Retry-After is honoured by waiting (``unstated_wait`` where it states none), ``idle`` how long
    an answer may bring nothing. ``tries`` bounds how often an answer that breaks off is asked for;
    between tries ``backoff`` is doubled up to ``longest_backoff``. ``hashes`` bounds how often a
    whole file with a wrong hash is fetched.
    """

    gap: float = 5.0
    patience: float = 2 * 3600.0
    idle: float = 60.0
    tries: int = 5
    backoff: float = 5.0
    longest_backoff: float = 300.0
    hashes: int = 2
    unstated_wait: float = 60.0
    sleep: Callable[[float], None] = time.sleep


class Throttled(Busy):
    """The host asks to be left alone until ``retry_at``, which is longer than we wait."""

    def __init__(self, host: str, retry_at: datetime) -> None:
        self.retry_at = retry_at
        super().__init__(
            f"{host} asks to be left alone for now; run the same command again after"
            f" {retry_at:%Y-%m-%d %H:%M} UTC"
        )


class Gone(NotFound):
    """The host has nothing at this address."""

    def __init__(self, url: str) -> None:
        super().__init__(f"{url}: the host has nothing there (any more); look again later")


class Interrupted(Unavailable):
    """An answer failed or broke off; another try may do better."""


class _Session(requests.Session):
    """A session that follows redirects only to https, or to what the address had already."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        target: str | None = super().get_redirect_target(resp)
        if target is not None:
            try:
                scheme = urlsplit(urljoin(resp.url, target)).scheme
            except ValueError:
                scheme = ""
            if scheme not in {"https", urlsplit(resp.url).scheme}:
                resp.close()
                raise Unavailable(f"{resp.url}: refused to follow a redirect to {target[:80]!r}")
        return target


class Host:
    """Asks for pages and files in turn. Use it as a context manager, or ``close`` it.

    Args:
        user_agent: says who asks, and how to reach them.
        manners: how the host is treated.
        say: told in one line what is being waited for.
    """

    def __init__(self, user_agent: str, manners: Manners, say: Callable[[str], None]) -> None:
        if not (user_agent.isascii() and user_agent.isprintable()):
            raise ConfigurationError("WAXLIST_CONTACT: only plain ASCII letters can be sent")
        self.manners = manners
        self._say = say
        self._waited = 0.0
        self._throttled = 0
        self._last_request: float | None = None
        self._session = _Session()
        self._session.max_redirects = _REDIRECTS
        self._session.headers.update(
            # Unpacked on the way, a file would no longer be the one whose hash is known.
            {"User-Agent": user_agent, "Accept": "*/*", "Accept-Encoding": "identity"}
        )

    def __enter__(self) -> Host:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of connections."""
        self._session.close()

    def page(self, url: str) -> tuple[bytes, str]:
        """A page, and the address it came from in the end.

        Raises:
            Gone: there is none.
            Throttled: the host wants more patience than we have.
            Unavailable: it cannot be had; the message says why.
        """
        return self.patiently(lambda: self._page(url))

    def _page(self, url: str) -> tuple[bytes, str]:
        with self.answer(url) as answer:
            content = bytearray()
            for chunk in self.chunks(answer, unpacked=True):
                content += chunk
                if len(content) > PAGE_LIMIT:
                    raise Unavailable(f"{url}: the page is larger than {PAGE_LIMIT:,} bytes")
            return bytes(content), answer.url

    def patiently(self, work: Callable[[], T]) -> T:
        """Do something, and do it again while it is interrupted, as often as manners allow."""
        manners = self.manners
        retrying = Retrying(
            retry=retry_if_exception_type(Interrupted),
            stop=stop_after_attempt(manners.tries),
            wait=wait_exponential(multiplier=manners.backoff, max=manners.longest_backoff)
            + wait_random(0, manners.backoff),
            sleep=manners.sleep,
            before_sleep=self._tell,
            reraise=True,
        )
        try:
            return retrying(work)
        except Interrupted as error:
            raise Unavailable(
                f"{error} (tried {manners.tries} times); run the same command again later"
            ) from error

    def _tell(self, state: RetryCallState) -> None:
        if state.outcome is not None and state.next_action is not None:
            self._say(f"{state.outcome.exception()}; again in {state.next_action.sleep:.0f} s")

    @contextmanager
    def answer(self, url: str, offset: int = 0) -> Iterator[requests.Response]:
        """Ask for an address; the answer's status is 200, or 206 or 416 if there is an offset.

        Raises:
            Gone, Throttled, Interrupted, Unavailable: as their names say.
        """
        while True:
            answer = self._request(url, offset)
            with answer:
                wait = self._wait_asked_for(answer)
                if wait is None:
                    self._check(answer, url, offset)
                    try:
                        yield answer
                    finally:
                        self._last_request = time.monotonic()
                    return
            self._wait(url, wait)

    def chunks(self, answer: requests.Response, *, unpacked: bool = False) -> Iterator[bytes]:
        """An answer's bytes, as they were sent unless they are to be unpacked.

        Raises:
            Interrupted: they stop coming before the announced end, or for too long.
        """
        try:
            yield from answer.raw.stream(CHUNK, decode_content=unpacked)
        except urllib3.exceptions.ReadTimeoutError as error:
            raise Interrupted(f"{answer.url}: nothing came for {self.manners.idle:g} s") from error
        except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError) as error:
            raise Interrupted(f"{answer.url}: the answer broke off") from error

    def _request(self, url: str, offset: int) -> requests.Response:
        self._keep_gap()
        try:
            return self._session.get(
                url,
                headers={"Range": f"bytes={offset}-"} if offset else {},
                stream=True,
                timeout=(min(_CONNECT_SECONDS, self.manners.idle), self.manners.idle),
            )
        except requests.exceptions.SSLError as error:
            if "CERTIFICATE_VERIFY_FAILED" not in str(error):
                raise Interrupted(f"{url}: the encrypted connection broke off") from error
            raise Unavailable(f"{url}: its certificate cannot be verified") from error
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema) as error:
            raise Unavailable(f"{url}: this is no address of the web") from error
        except requests.exceptions.TooManyRedirects as error:
            raise Unavailable(f"{url}: it redirects in circles") from error
        except requests.RequestException as error:
            raise Interrupted(f"{url}: {_reason(error)}") from error

    def _keep_gap(self) -> None:
        if self._last_request is not None:
            left = self._last_request + self.manners.gap - time.monotonic()
            if left > 0:
                self.manners.sleep(left)
        self._last_request = time.monotonic()

    def _wait_asked_for(self, answer: requests.Response) -> float | None:
        """Seconds the host wants to be left alone, None if it does not."""
        stated = answer.headers.get("Retry-After")
        if answer.status_code != 429 and not (answer.status_code == 503 and stated):
            return None
        seconds = _seconds(stated) if stated else None
        # A host that says 0 for ever must exhaust the patience too, and with few requests.
        self._throttled += 1
        floor = min(2.0 ** (self._throttled - 2), self.manners.unstated_wait)
        return max(floor, self.manners.unstated_wait if seconds is None else seconds)

    def _wait(self, url: str, seconds: float) -> None:
        host = urlsplit(url).netloc
        # A year is as good as never, and any date can hold it.
        retry_at = datetime.now(UTC) + timedelta(seconds=min(seconds, 366 * 86_400))
        if self._waited + seconds > self.manners.patience:
            raise Throttled(host, retry_at)
        self._say(f"{host} asks to wait until {retry_at:%H:%M:%S} UTC; waiting")
        self._waited += seconds
        self.manners.sleep(seconds)

    def _check(self, answer: requests.Response, url: str, offset: int) -> None:
        status = answer.status_code
        if status == 200 or (offset and status in {206, 416}):
            return
        if status == 403:
            raise Unavailable(
                f"{url}: the host refuses this machine (403), as it does with many addresses of"
                " datacentres; fetch the files elsewhere and pass them with --from FOLDER"
            )
        if status in {404, 410}:
            raise Gone(url)
        if status >= 500 or status == 408:
            raise Interrupted(f"{url}: the host answers with an error ({status})")
        raise Unavailable(f"{url}: the host answers with status {status}, which is not expected")


def _reason(error: requests.RequestException) -> str:
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.ReadTimeout):
        return "the host does not answer in time"
    return "the host cannot be reached, or broke off"


def _seconds(retry_after: str) -> float | None:
    """Seconds from now that a Retry-After states: as a number or as a date; None for neither."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, IndexError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return (until - datetime.now(UTC)).total_seconds()
