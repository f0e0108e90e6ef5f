"""How a value gets into a line of the ledger: by the level rule, filled in from the registry.

The level says which of village, head of household and ID number are filled (附件4, footnote 1).
Naming a head of household fills in what the registry knows of them.
"""

from collections.abc import Callable, Mapping
from datetime import date

from fangfan_desktop.domain.ledger_rules import LedgerLevel, LedgerState, required_keys
from fangfan_desktop.domain.village_name import match_village
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Form, Value
from fangfan_desktop.models import LedgerLine
from fangfan_desktop.storage.campaigns import village_names
from fangfan_desktop.storage.database import UnitOfWork
from fangfan_desktop.storage.ledger import (
    LINE_KEYS,
    Head,
    head_of,
    heads_named,
    heads_numbered,
    next_number,
    read_level,
    stored_level,
)
from fangfan_desktop.storage.office_settings import read_settings
from fangfan_desktop.usecases.campaigns import read_campaign_form
from fangfan_desktop.usecases.household_forms import fit_value

LEDGER = "ledger"
LEVEL_KEY = "level"
_ORDER = (LEVEL_KEY, *LINE_KEYS)
_PLACE_NAMES = {"village": "村（社区）", "head_name": "户主姓名", "id_number": "身份证号码"}


class LineEntry:
    """Takes values into lines of one campaign's ledger, inside an action."""

    def __init__(self, unit: UnitOfWork, campaign_id: int) -> None:
        self._session = unit.session
        self._campaign_id = campaign_id
        self._form: Form = read_campaign_form(unit.session, campaign_id, LEDGER)
        self._villages = village_names(unit.session)
        self._setters: dict[str, Callable[[LedgerLine, Value], None]] = {
            LEVEL_KEY: self._set_level,
            "village": self._set_village,
            "head_name": self._set_head_name,
            "id_number": self._set_id_number,
            "deadline": self._set_deadline,
        }

    def new_line(self, level: LedgerLevel, *, source: str, found_on: date | None) -> LedgerLine:
        """An empty line with the next number; 单位 is the office."""
        settings = read_settings(self._session)
        line = LedgerLine(
            campaign_id=self._campaign_id,
            number=next_number(self._session, self._campaign_id),
            level=stored_level(level),
            unit=str(settings["office_name"] or settings["township_name"]) or None,
            source=source or None,
            found_on=found_on,
            state=LedgerState.OPEN.value,
        )
        self._session.add(line)
        self._session.flush()
        return line

    def enter(self, line: LedgerLine, values: Mapping[str, Value]) -> dict[str, str]:
        """Take values by key; returns the reason of each that cannot be taken."""
        refused: dict[str, str] = {}
        for key in sorted(values, key=_place):
            try:
                self._enter_one(line, key, values[key])
            except UserError as error:
                refused[key] = error.sentence
        return refused

    def take_household(self, line: LedgerLine, household_id: int) -> None:
        """Make the line one about a household; village, head and number come from the registry.

        Raises:
            UserError: the household is gone or has no head.
        """
        head = head_of(self._session, household_id)
        if head is None:
            raise UserError("这一户已不在册，或者没有户主。请先在农户档案中核对。")
        line.level = stored_level(LedgerLevel.HOUSEHOLD)
        self._link(line, head)

    def _enter_one(self, line: LedgerLine, key: str, value: Value) -> None:
        if key in _PLACE_NAMES and value not in {None, ""}:
            self._check_level(line, key)
        if key in self._setters:
            self._setters[key](line, value)
        elif key in LINE_KEYS:
            setattr(line, key, fit_value(self._form.field(key), value))
        else:
            raise UserError("这一栏由程序填写，不能修改")

    def _check_level(self, line: LedgerLine, key: str) -> None:
        level = read_level(line.level)
        if key not in required_keys(level):
            raise UserError(
                f"{level.value}问题不填{_PLACE_NAMES[key]}。要填请先把级别改为"
                f"{'村级或户级' if key == 'village' else '户级'}"
            )

    def _set_level(self, line: LedgerLine, value: Value) -> None:
        try:
            level = LedgerLevel(str(value))
        except ValueError:
            names = "、".join(level.value for level in LedgerLevel)
            raise UserError(f"级别请从这些中选：{names}") from None
        line.level = stored_level(level)
        filled = required_keys(level)
        if "head_name" not in filled:
            line.household_id = line.head_name = line.id_number = None
        if "village" not in filled:
            line.village_id = None

    def _set_village(self, line: LedgerLine, value: Value) -> None:
        village_id = None
        if value not in {None, ""}:
            name = match_village(str(value), self._villages)
            if name is None:
                raise UserError(f"没有找到“{value}”，请填本乡镇的村（社区）名")
            village_id = self._villages[name]
        if village_id != line.village_id and line.household_id is not None:
            line.household_id = line.head_name = line.id_number = None
        line.village_id = village_id

    def _set_head_name(self, line: LedgerLine, value: Value) -> None:
        name = fit_value(self._form.field("head_name"), value)
        line.household_id = None
        if name is None:
            line.head_name = line.id_number = None
            return
        line.head_name = str(name)
        if line.village_id is not None:
            heads = heads_named(self._session, line.village_id, str(name))
            known = [head for head in heads if head.id_number == line.id_number]
            if len(heads) == 1 or len(known) == 1:
                self._link(line, (known or heads)[0])

    def _set_id_number(self, line: LedgerLine, value: Value) -> None:
        number = fit_value(self._form.field("id_number"), value)
        line.household_id = None
        if number is None:
            line.id_number = None
            return
        line.id_number = str(number)
        heads = heads_numbered(self._session, str(number))
        is_same = len(heads) == 1 and (
            line.village_id in {None, heads[0].village_id}
            and line.head_name in {None, heads[0].name}
        )
        if is_same:
            self._link(line, heads[0])

    def _set_deadline(self, line: LedgerLine, value: Value) -> None:
        iso = fit_value(self._form.field("deadline"), value)
        line.deadline = None if iso is None else date.fromisoformat(str(iso))

    def _link(self, line: LedgerLine, head: Head) -> None:
        line.household_id = head.household_id
        line.village_id = head.village_id
        line.head_name = head.name
        line.id_number = head.id_number


def _place(key: str) -> int:
    return _ORDER.index(key) if key in _ORDER else len(_ORDER)
