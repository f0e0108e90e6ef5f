"""Which household a row of a filled-in 附件1 is: by code, else by village, group and head."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence

from fangfan_desktop.domain.village_name import match_village
from fangfan_desktop.forms.form import Form
from fangfan_desktop.storage.household_forms import FormRow
from fangfan_desktop.usecases.form_tables import CODE, FormLine


class HouseholdMatcher:
    """Finds the rows of one campaign."""

    def __init__(
        self,
        form: Form,
        rows: Sequence[FormRow],
        codes: Mapping[str, int],
        villages: Mapping[str, int],
    ) -> None:
        keys = form.value_keys
        self._head, self._group = keys.index("head_name"), keys.index("group")
        self._seq = keys.index("seq") if "seq" in keys else -1
        self._villages = villages
        self._of_household = {row.household_id: row for row in rows}
        self._codes = codes
        self._by_head: dict[tuple[int, str], list[FormRow]] = defaultdict(list)
        self._anywhere: dict[str, list[FormRow]] = defaultdict(list)
        for row in rows:
            name = _plain(row.values[self._head])
            self._by_head[row.village_id, name].append(row)
            self._anywhere[name].append(row)

    def find(self, line: FormLine) -> FormRow | str:
        """The row that is meant, or the sentence why none is."""
        code = str(line.cells.get(CODE) or "").strip()
        if code:
            found = self._of_household.get(self._codes.get(code, 0))
            return found or f"本次排查没有户编号“{code}”，请核对户编号"
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
        for key, column in (("group", self._group), ("seq", self._seq)):
            given = _plain(line.cells.get(key))
            if len(candidates) > 1 and given and column >= 0:
                same = [row for row in candidates if _plain(row.values[column]) == given]
                candidates = same or candidates
        if len(candidates) > 1:
            return (
                f"{where}有{len(candidates)}户的户主都叫“{name}”，分不清是哪一户，"
                "请加一列“户编号”再导入"
            )
        return candidates[0]


def _plain(value: object) -> str:
    """A name, group or number as it is compared: folded, without white space."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else unicodedata.normalize("NFKC", str(value))
    return "".join(text.split())
