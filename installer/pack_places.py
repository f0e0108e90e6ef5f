"""Packs a list of administrative divisions into `resources/places/places.xz`.

    python installer/pack_places.py places.csv[.xz]

The list has lines `code,name` in the order of the codes; the first 2, 4, 6, 9 and 12 digits of a
code are province, city, county, township and village.
"""

import argparse
import json
import lzma
import sys
from array import array
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from fangfan_desktop.places.packed import (
    FILE_NAME,
    LEVEL_DIGITS,
    SECTIONS,
    TOWNSHIP_DIGITS,
    VILLAGE_DIGITS,
    listed_name,
)

_FIRST_STAND_IN = 0xE000  # private use: keeps every character of the texts at two bytes
_LAST_BASIC = 0xFFFF


def main() -> None:
    """Reads the list named on the command line and writes the packed file."""
    parser = argparse.ArgumentParser(description="Packs the built-in list of places.")
    parser.add_argument("csv", type=Path, help="places.csv or places.csv.xz: lines code,name")
    parser.add_argument("--out", type=Path, default=Path("resources/places") / FILE_NAME)
    arguments = parser.parse_args()
    data = pack(sorted(_rows(arguments.csv)))
    arguments.out.write_bytes(data)
    sys.stdout.write(f"{arguments.out}: {len(data):,} bytes\n")


def pack(rows: list[tuple[str, str]]) -> bytes:
    """The packed file of those (code, name), sorted by code."""
    areas = [row for row in rows if len(row[0]) < VILLAGE_DIGITS]
    areas.sort(key=lambda row: (row[0].ljust(TOWNSHIP_DIGITS, "0"), len(row[0])))
    villages = [row for row in rows if len(row[0]) == VILLAGE_DIGITS]
    rare = _stand_ins(name for _, name in rows)
    plain = str.maketrans(rare)
    tails: dict[tuple[str, str], int] = {}
    listed = [listed_name(name) for _, name in villages]
    tail_codes = [
        tails.setdefault(_endings(own, name), len(tails))
        for own, (_, name) in zip(listed, villages, strict=True)
    ]
    towns = [code for code, _ in areas if len(code) == TOWNSHIP_DIGITS]
    counts, lengths = _township_sizes(towns, villages, [own.translate(plain) for own in listed])
    sections = {
        "area_codes": _bytes("I", [int(code.ljust(TOWNSHIP_DIGITS, "0")) for code, _ in areas]),
        "area_levels": bytes(LEVEL_DIGITS.index(len(code)) for code, _ in areas),
        "area_names": "\n".join(name for _, name in areas).translate(plain).encode(),
        "village_counts": _bytes("H", counts),
        "village_lengths": _bytes("I", lengths),
        "village_suffixes": _bytes("H", [int(code[TOWNSHIP_DIGITS:]) for code, _ in villages]),
        "village_tails": _bytes("H", tail_codes),
        "village_names": "\n".join(listed).translate(plain).encode(),
    }
    header = {
        "sizes": {name: len(sections[name]) for name in SECTIONS},
        "tails": list(tails),
        "rare": rare,
    }
    body = json.dumps(header).encode() + b"\n" + b"".join(sections[name] for name in SECTIONS)
    return lzma.compress(body, preset=9 | lzma.PRESET_EXTREME)


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    data = path.read_bytes()
    text = (lzma.decompress(data) if path.suffix == ".xz" else data).decode()
    for line in text.splitlines():
        code, _, name = line.partition(",")
        yield code, name


def _stand_ins(names: Iterator[str]) -> dict[str, str]:
    rare = sorted({char for name in names for char in name if ord(char) > _LAST_BASIC})
    return {char: chr(_FIRST_STAND_IN + i) for i, char in enumerate(rare)}


def _endings(listed: str, official: str) -> tuple[str, str]:
    pairs = zip(listed, official, strict=False)
    kept = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return listed[kept:], official[kept:]


def _township_sizes(
    towns: list[str], villages: list[tuple[str, str]], listed: list[str]
) -> tuple[list[int], list[int]]:
    """Villages of each township, and the characters of their lines."""
    counts = dict.fromkeys(towns, 0)
    lengths = dict.fromkeys(towns, 0)
    for (code, _), own in zip(villages, listed, strict=True):
        town = code[:TOWNSHIP_DIGITS]
        counts[town] += 1
        lengths[town] += len(own) + 1
    return list(counts.values()), list(lengths.values())


def _bytes(kind: str, numbers: list[int]) -> bytes:
    packed = array(kind, numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


if __name__ == "__main__":
    main()
