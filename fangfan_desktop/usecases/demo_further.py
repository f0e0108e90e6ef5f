"""Further forms of the made-up township: a check table, visits of a few, and the look-back."""

from collections.abc import Collection
from datetime import date, timedelta
from random import Random

from fangfan_desktop.domain.sampling import Lot, draw
from fangfan_desktop.forms.form import Field, Kind, Source, Value
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.household_forms import (
    CampaignBasis,
    CheckedRow,
    RowChoice,
    check_values,
    computed,
    read_basis,
    read_rows,
    write_rows,
)
from fangfan_desktop.storage.screening_rows import households_of, villages_of
from fangfan_desktop.usecases.campaign_forms import add_form_rows
from fangfan_desktop.usecases.form_households import by_village

FORMS = ("check-monitored", "visit-check", "lookback-check")
_DONE_SHARE = 0.6
_HALF_SHARE = 0.15
_FAULT_SHARE = 0.06
_VISITED = Lot(2, is_share=False, seed=2022)  # households of each village
# fields where 是 is the fault
_FAULTS = frozenset(
    {
        "clearing_wrong",
        "disaster_impact",
        "judged_by_one_figure",
        "kept_waiting",
        "helped_outside",
        "unlisted_at_risk",
        "eligible_missed",
        "cleared_new_risk",
        "uncleared_tekun",
        "uncleared_full_dibao",
        "data_careless",
    }
)
_NOTES = ("已列入整改台账", "正在核实，限一周内整改", "个别户资料不齐，已通知补齐")
_CHECKERS = ("覃晓", "韦敏", "莫建")
_FACTS = {
    "income_facts": ("务工每月3200元，另种甘蔗6亩", "养猪12头，砂糖橘4亩", "低保和养老金为主"),
    "spending_facts": ("子女读书每年约9000元", "看病自付约4000元", "没有大的支出"),
    "security_facts": ("均有保障", "住房安全，饮水达标，全家参保"),
    "labour_facts": ("2个劳动力，1人在柳州务工", "1个劳动力，在本村务农", "没有劳动力"),
    "focus_group": ("", "大病家庭", "独居老人", "残疾人家庭"),
    "problems": ("", "", "帮扶手册填写不及时"),
    "suggestion": ("", "", "尽快补填帮扶手册"),
}


def add_demo_further(database: Database, *, campaign_id: int, random: Random) -> None:
    """Choose the households that are visited, and fill in the further forms in part."""
    with database.read() as session:
        connection = session.connection()
        known = villages_of(connection)
        annex = households_of(connection, read_basis(connection, campaign_id))
    add_form_rows(
        database,
        campaign_id=campaign_id,
        form_key="visit-check",
        household_ids=draw(by_village(annex, known), _VISITED),
        action_name=f"加入农户：{_VISITED.words}",
    )
    with database.action("填写演示核查表") as unit:
        for key in FORMS:
            basis = read_basis(unit.connection, campaign_id, key)
            rows = read_rows(unit.connection, basis, RowChoice())
            filled: dict[int, CheckedRow] = {}
            for row in rows:
                chance = random.random()
                if chance >= _DONE_SHARE + _HALF_SHARE:
                    continue
                most = len(basis.form.fields)
                upto = most if chance < _DONE_SHARE else random.randint(most // 3, most // 2)
                filled[row.id] = check_values(basis, _filled(basis, list(row.values), upto, random))
            write_rows(unit.connection, basis, filled)


def _filled(basis: CampaignBasis, values: list[Value], upto: int, random: Random) -> list[Value]:
    form = basis.form
    for place, field in enumerate(form.fields[:upto]):
        is_open = values[place] is None and field.source in {Source.TYPED, Source.PREFILLED}
        if not is_open or not all(
            values[form.index(each.field)] in each.values for each in field.applies
        ):
            continue
        values[place] = _answer(field, basis.starts_on, random)
        if field.note_key and values[place] == field.note_at:
            values[form.value_keys.index(field.note_key)] = random.choice(_NOTES)
    return computed(basis, values)


def _answer(field: Field, first_day: date, random: Random) -> Value:
    if field.kind is Kind.YES_NO:
        return int((random.random() < _FAULT_SHARE) == (field.key in _FAULTS))
    if field.kind is Kind.CHOICE:
        return _likely(field.choices, random)
    if field.kind is Kind.DATE:
        return (first_day + timedelta(days=random.randint(0, 8))).isoformat()
    if field.key == "checker":
        return random.choice(_CHECKERS)
    return random.choice(_FACTS[field.key]) or None if field.key in _FACTS else None


def _likely(choices: Collection[str], random: Random) -> Value:
    """Mostly the second: 不建议纳入, 不需纳入."""
    listed = list(choices)
    return listed[1] if random.random() > _FAULT_SHARE else random.choice(listed)
