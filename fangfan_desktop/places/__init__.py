"""The built-in list of places (行政区划): 665,000 divisions down to villages, searched offline."""

from fangfan_desktop.places.lookup import (
    Level,
    ListedVillage,
    Place,
    Township,
    place,
    provinces,
    release,
    search,
    township,
)

__all__ = [
    "Level",
    "ListedVillage",
    "Place",
    "Township",
    "place",
    "provinces",
    "release",
    "search",
    "township",
]
