"""Which row of a form a line of a workbook is: by code or ID number, else by village and head."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence

from fangfan_desktop.domain.village_name import match_village
from fangfan_desktop.forms.form import Form, Value
from fangfan_desktop.storage.household_forms import FormRow
from fangfan_desktop.usecases.form_tables import CODE, ID_NUMBER, FormLine

# registry columns that say which household is meant
MATCHED_BY = ("household_code", "head_name", "group", "head_id_number")


class HouseholdMatcher:
    """Finds the rows of one household form of a campaign.

    Args:
        form: for the place of 序号, where it has one.
        rows: all rows of the form.
        known: household → `MATCHED_BY` as the registry has them.
        villages: name → key.
    """

    def __init__(
        self,
        form: Form,
        rows: Sequence[FormRow],
        known: Mapping[int, Mapping[str, Value]],
        villages: Mapping[str, int],
    ) -> None:
        keys = form.value_keys
        self._seq = keys.index("seq") if "seq" in keys else -1
        self._villages = villages
        self._known = known
        of_household = {row.household_id: row for row in rows}
        self._unique = {
            key: {
                text: row
                for household, row in of_household.items()
                if (text := _plain(known[household][column]))
            }
            for key, column in ((CODE, "household_code"), (ID_NUMBER, "head_id_number"))
        }
        self._by_head: dict[tuple[int, str], list[FormRow]] = defaultdict(list)
        self._anywhere: dict[str, list[FormRow]] = defaultdict(list)
        for row in rows:
            name = _plain(known[row.household_id]["head_name"])
            self._by_head[row.village_id, name].append(row)
            self._anywhere[name].append(row)

    def find(self, line: FormLine) -> FormRow | str:
        """The row that is meant, or the sentence why none is."""
        code = _plain(line.cells.get(CODE))
        if code:
            return self._unique[CODE].get(code) or f"本表没有户编号“{code}”，请核对户编号"
        number = _plain(line.cells.get(ID_NUMBER)).upper()
        if number in self._unique[ID_NUMBER]:
            return self._unique[ID_NUMBER][number]
        name = _plain(line.cells.get("head_name"))
        if not name:
            return "没有写户主姓名，不知道是哪一户，请补上"
        candidates = self._candidates(line, name)
        if isinstance(candidates, str):
            return candidates
        return self._choose(line, candidates, name)

    def _candidates(self, line: FormLine, name: str) -> list[FormRow] | str:
        if not line.village:
            return self._anywhere.get(name, [])
        village = match_village(line.village, self._villages)
        if village is None:
            return f"本镇没有“{line.village}”，请核对村名"
        return self._by_head.get((self._villages[village], name), [])

    def _choose(self, line: FormLine, candidates: Sequence[FormRow], name: str) -> FormRow | str:
        where = line.village or "本镇"
        if not candidates:
            return f"{where}没有户主叫“{name}”的农户，请核对姓名，或先在农户档案中新增"
        for key in ("group", "seq"):
            given = _plain(line.cells.get(key))
            if len(candidates) > 1 and given:
                same = [row for row in candidates if self._told(row, key) == given]
                candidates = same or candidates
        if len(candidates) > 1:
            return (
                f"{where}有{len(candidates)}户的户主都叫“{name}”，分不清是哪一户，"
                "请加一列“户编号”再导入"
            )
        return candidates[0]

    def _told(self, row: FormRow, key: str) -> str:
        """What tells households of one name apart: their group, their place in the table."""
        if key == "group":
            return _plain(self._known[row.household_id]["group"])
        return _plain(row.values[self._seq]) if self._seq >= 0 else ""


class VillageMatcher:
    """Finds the rows of one village form of a campaign: the first, the second … of a village."""

    def __init__(self, rows: Sequence[FormRow], villages: Mapping[str, int]) -> None:
        self._villages = villages
        self._left: dict[int, list[FormRow]] = defaultdict(list)
        for row in reversed(rows):
            self._left[row.village_id].append(row)

    def find(self, line: FormLine) -> FormRow | str:
        """The row that is meant, or the sentence why none is."""
        if not line.village:
            return "没有写行政村，不知道是哪个村，请补上"
        village = match_village(line.village, self._villages)
        if village is None:
            return f"本镇没有“{line.village}”，请核对村名"
        left = self._left[self._villages[village]]
        return left.pop() if left else f"“{village}”在本表没有这么多行，请先在表中增加一行"


def _plain(value: object) -> str:
    """A name, group or number as it is compared: folded, without white space."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else unicodedata.normalize("NFKC", str(value))
    return "".join(text.split())
