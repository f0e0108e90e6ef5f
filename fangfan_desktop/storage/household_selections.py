"""Identities of households (脱贫户, 监测对象, 低保 …) as selections over the registry.

Each is a condition on `household AS h`; the same condition filters the household list, counts by
village and opens as a list. Households that have left as a whole are in none of them.
"""

from fangfan_desktop.storage.selections import PEOPLE_OF_H, Selection

# A case that is running: taken in, not cleared, or cleared and rolled back; not withdrawn.
OPEN_CASE = (
    "i.removed_on IS NULL AND (i.cleared_on IS NULL"
    " OR (i.rolled_back_on IS NOT NULL AND i.rolled_back_on >= i.cleared_on))"
)
# The running identification of household h, else its last one that was not withdrawn.
CURRENT_CASE = (
    "(SELECT x.id FROM identification AS x WHERE x.household_id = h.id AND x.removed_on IS NULL"
    f" ORDER BY ({OPEN_CASE.replace('i.', 'x.')}) DESC, x.identified_on DESC, x.id DESC LIMIT 1)"
)
_ANY_OPEN = (
    f"EXISTS (SELECT 1 FROM identification AS i WHERE i.household_id = h.id AND {OPEN_CASE})"
)

_ANY_CLEARED = (
    "EXISTS (SELECT 1 FROM identification AS i WHERE i.household_id = h.id"
    " AND i.cleared_on IS NOT NULL AND i.removed_on IS NULL)"
)
_ANY_DISABLED = (
    "EXISTS (SELECT 1 FROM person AS d WHERE d.household_id = h.id AND d.left_on IS NULL"
    " AND (d.disability_grade IS NOT NULL OR d.health LIKE '%残疾%'))"
)

_PRESENT = (
    "SELECT h.id AS item_id, h.id AS household_id, h.village_id AS village_id,"
    f" {PEOPLE_OF_H} AS people, NULL AS evidence FROM household AS h WHERE h.left_on IS NULL"
)


def _open_of(category: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM identification AS i WHERE i.household_id = h.id"
        f" AND i.category = '{category}' AND {OPEN_CASE})"
    )


# key → (title, condition on household h)
_IDENTITIES: dict[str, tuple[str, str]] = {
    "lifted": ("脱贫户", "h.is_lifted = 1"),
    "monitored": ("监测对象（未消除）", _ANY_OPEN),
    "unstable": ("脱贫不稳定户（未消除）", _open_of("脱贫不稳定户")),
    "marginal": ("边缘易致贫户（未消除）", _open_of("边缘易致贫户")),
    "sudden": ("突发严重困难户（未消除）", _open_of("突发严重困难户")),
    "cleared": (
        "监测对象（已消除）",
        f"{_ANY_CLEARED} AND NOT {_ANY_OPEN}",
    ),
    "dibao": ("低保户", "h.on_dibao = 1"),
    "tekun": ("特困户", "h.scattered_tekun = 1"),
    "disabled": (
        "残疾人家庭",
        _ANY_DISABLED,
    ),
    "relocated": ("易地搬迁户", "h.relocated = 1"),
    "general": ("一般农户", f"coalesce(h.is_lifted, 0) = 0 AND NOT {_ANY_OPEN}"),
}

# Conditions by key, for a list that filters `household AS h` by several identities at once.
CONDITIONS: dict[str, str] = {key: condition for key, (_, condition) in _IDENTITIES.items()}

IDENTITIES: dict[str, Selection] = {
    key: Selection(
        key=f"household_{key}",
        title=title,
        sql=f"{_PRESENT} AND {condition}",
    )
    for key, (title, condition) in _IDENTITIES.items()
}

ALL_HOUSEHOLDS = Selection(
    key="household_all",
    title="全部农户",
    sql=_PRESENT,
)
