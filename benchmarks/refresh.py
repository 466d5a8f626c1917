"""Does a refresh disturb those who are digging? Queries at a steady rate, before and during one.

    python benchmarks/refresh.py [--releases 100000] [--rate 50] [--seconds 20] [--json FILE]

Serves a generated dump with two gunicorn workers, asks it a fixed mix of questions at a steady rate
over loopback, first in quiet, then while the next month's dump is loaded, indexed and switched to
by `waxlist refresh` at low priority, as scripts/monthly-download runs it. Prints failures and
latencies of both, and whether the answers changed to the new dump.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from queue import Empty, Queue

from measure import machine

from dataget.sample import VideoIds, write_sample

OLD, NEW = "20261001", "20261101"
PORT = 8479
QUESTIONS = (
    "/api/v1/search?style=Techno&year=1990..1999",
    "/api/v1/search?genre=Jazz&style_not=Fusion&video=1",
    "/api/v1/search?country=Japan&sort=random&seed=3",
    "/api/v1/search?format=Vinyl&description_all=LP&dedupe=master",
    "/api/v1/search?q=night",
    "/?genre=Electronic&year=1985..2005",
)
#: However slow a refresh is, the questions end.
MOST_SECONDS = 900


@dataclass
class Asked:
    """What came of the questions: seconds each took from when it was due, failures, dumps."""

    seconds: list[float] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)
    dumps: Counter[str] = field(default_factory=Counter)

    def quantile(self, share: float) -> float:
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


def ask(question: str, due: float, asked: Asked, lock: threading.Lock) -> None:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        connection.request("GET", question)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        failure = "" if answer.status == 200 else str(answer.status)
    except OSError as error:
        failure, body = type(error).__name__, b""
    with lock:
        asked.seconds.append(time.perf_counter() - due)
        if failure:
            asked.failures[failure] += 1
        elif question.startswith("/api"):
            asked.dumps[json.loads(body)["dump"]] += 1


def steadily(rate: float, going: Callable[[float], bool]) -> Asked:
    """Ask at a steady rate, whatever the answers take (open loop), while ``going(elapsed)``."""
    asked, lock, waiting = Asked(), threading.Lock(), Queue[tuple[str, float]]()
    stop = threading.Event()

    def work() -> None:
        while not (stop.is_set() and waiting.empty()):
            try:
                question, due = waiting.get(timeout=0.1)
            except Empty:
                continue
            ask(question, due, asked, lock)

    workers = [threading.Thread(target=work) for _ in range(16)]
    for worker in workers:
        worker.start()
    started, number = time.perf_counter(), 0
    while going(time.perf_counter() - started) and number < rate * MOST_SECONDS:
        due = started + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        waiting.put((QUESTIONS[number % len(QUESTIONS)], due))
        number += 1
    stop.set()
    for worker in workers:
        worker.join()
    return asked


def wait_until_ready(server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit("the server did not become ready")


def run(options: argparse.Namespace, folder: Path) -> dict[str, Asked]:
    for dump, releases in ((OLD, options.releases), (NEW, int(options.releases * 1.004))):
        write_sample(folder / dump, releases=releases, dump=dump, video_ids=VideoIds.UNIQUE)
    env = os.environ | {"WAXLIST_DATA": str(folder / "data")}
    program = [sys.executable, "-m", "waxlist"]
    subprocess.run([*program, "refresh", "--from", str(folder / OLD)], env=env, check=True)
    server = subprocess.Popen([*program, "serve", "--port", str(PORT)], env=env)
    try:
        wait_until_ready(server)
        steadily(options.rate, lambda elapsed: elapsed < 3)  # warm
        quiet = steadily(options.rate, lambda elapsed: elapsed < options.seconds)
        refresh = subprocess.Popen(
            ["nice", "-n", "19", *program, "refresh", "--from", str(folder / NEW)], env=env
        )
        during = steadily(options.rate, lambda _: refresh.poll() is None)
        after = steadily(options.rate, lambda elapsed: elapsed < 5)
        if refresh.returncode:
            raise SystemExit("the refresh failed")
    finally:
        server.terminate()
        server.wait(30)
    return {"quiet": quiet, "during": during, "after": after}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--releases", type=int, default=100_000)
    parser.add_argument("--rate", type=float, default=50.0, help="requests per second")
    parser.add_argument("--seconds", type=float, default=20.0, help="of quiet measured first")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = run(options, Path(folder))
    print(machine("flask", "gunicorn", "pyroaring"))
    print(f"{options.releases:,} releases, {options.rate:g} requests/s\n")
    print("| | requests | failed | p50 ms | p95 ms | p99 ms | answered from |")
    print("|---|---|---|---|---|---|---|")
    for name, asked in results.items():
        quantiles = " | ".join(f"{asked.quantile(share):.1f}" for share in (0.5, 0.95, 0.99))
        dumps = ", ".join(sorted(asked.dumps))
        failed = sum(asked.failures.values())
        print(f"| {name} | {len(asked.seconds)} | {failed} | {quantiles} | {dumps} |")
    ratio = results["during"].quantile(0.99) / results["quiet"].quantile(0.99)
    print(f"\np99 during the refresh is {ratio:.2f} times its quiet value")
    if options.json:
        figures = {name: asdict(asked) for name, asked in results.items()}
        options.json.write_text(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
