"""What it costs to load and index a dump, beside other ways to read one.

    python benchmarks/load.py [--small 20000] [--large 200000] [--rounds 3] [--json FILE]

Generates two dumps (kept in --folder, if given), loads and indexes both into a fresh data folder,
and reads the large one with every baseline, all in turn, --rounds times. Prints medians as tables:
releases per CPU-second with the ratio to each baseline, and peak memory at both sizes.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path

from baselines import CONTENDERS
from measure import Cost, machine, measured, median

from dataget.sample import write_sample

BASELINES = Path(__file__).with_name("baselines.py")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--small", type=int, default=20_000, help="releases in the small dump")
    parser.add_argument("--large", type=int, default=200_000, help="releases in the large dump")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="keep the generated dumps here")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    return parser.parse_args()


def releases_file(folder: Path, releases: int) -> Path:
    target = folder / f"sample-{releases}"
    if not list(target.glob("*CHECKSUM*")):
        print(f"generating {releases:,} releases …", file=sys.stderr)
        write_sample(target, releases=releases, seed=1, video_ids="unique", overwrite=True)
    return next(target.glob("*releases*"))


def ours(path: Path, scratch: Path) -> dict[str, Cost]:
    """Load and index the releases file into an empty data folder."""
    data = scratch / "data"
    shutil.rmtree(data, ignore_errors=True)
    env = os.environ | {"WAXLIST_DATA": str(data)}
    program = [sys.executable, "-m", "waxlist"]
    return {
        "load": measured([*program, "load", str(path)], env),
        "index": measured([*program, "index"], env),
    }


def baseline(name: str, path: Path, scratch: Path) -> Cost:
    return measured([sys.executable, str(BASELINES), name, str(path), str(scratch)])


def run(options: argparse.Namespace, folder: Path, scratch: Path) -> dict[str, Cost]:
    small, large = (releases_file(folder, n) for n in (options.small, options.large))
    costs: dict[str, list[Cost]] = defaultdict(list)
    for turn in range(options.rounds):
        print(f"round {turn + 1} of {options.rounds} …", file=sys.stderr)
        for size, path in (("small", small), ("large", large)):
            for step, cost in ours(path, scratch).items():
                costs[f"{step} {size}"].append(cost)
        for name in CONTENDERS:
            costs[name].append(baseline(name, large, scratch))
    return {name: median(found) for name, found in costs.items()}


def print_tables(options: argparse.Namespace, costs: dict[str, Cost]) -> None:
    print(machine("lxml", "isal", "xmltodict", "pyroaring", "zstandard"))
    print(f"\n| {options.large:,} releases | releases per CPU-second | CPU, ours = 1 |")
    print("|---|---|---|")
    for name in ("load large", *CONTENDERS):
        cost = costs[name]
        ratio = cost.cpu / costs["load large"].cpu
        print(f"| {name} | {options.large / cost.cpu:,.0f} | {ratio:.2f} |")
    print("\n| peak memory | small | large | growth |\n|---|---|---|---|")
    for step in ("load", "index"):
        small, large = costs[f"{step} small"].peak, costs[f"{step} large"].peak
        growth = large / small - 1
        print(f"| {step} | {small / 1e6:.1f} MB | {large / 1e6:.1f} MB | {growth:+.1%} |")
    for step in ("load", "index"):
        cost = costs[f"{step} large"]
        print(f"\n{step} of {options.large:,}: {cost.cpu:.1f} CPU s, {cost.wall:.1f} s", end="")
    print()


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        costs = run(options, folder, Path(scratch))
    print_tables(options, costs)
    if options.json:
        figures = {name: asdict(cost) for name, cost in costs.items()}
        options.json.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
