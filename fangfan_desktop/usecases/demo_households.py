"""Made-up households: who lives together, how they stand and what they earn."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from random import Random
from typing import Any

from fangfan_desktop.domain.household_type import MonitoringCategory
from fangfan_desktop.domain.pinyin import name_initials
from fangfan_desktop.usecases.demo_names import People

Row = dict[str, Any]

_SIZES = (1, 2, 3, 4, 5, 6, 7)
_SIZE_WEIGHTS = (8, 14, 18, 22, 18, 12, 8)
_LIFTED_SHARE = 0.14
_DIBAO_SHARE = 0.04
_RELOCATED_SHARE = 0.015
_GROUP_NAMES = "一二三四五六七八九十"
_YUAN = 100
_SCHOOL_BY_AGE: tuple[tuple[int, str], ...] = (
    (3, "学龄前儿童"), (6, "学前教育"), (12, "小学"), (13, "七年级"), (14, "八年级"),
    (15, "九年级"), (16, "普通高中一年级"), (17, "普通高中二年级"), (18, "普通高中三年级"),
)  # fmt: skip
_ADULT = 18
_RETIRED = 60


class _Case(StrEnum):
    """Where a made-up case stands."""

    RUNNING = "未消除"
    CLEARING = "拟消除"
    CLEARED = "已消除"
    ROLLED_BACK = "已回退"
    WITHDRAWN = "已清退"
    AGAIN = "重新识别"


_CASE_STATES = tuple(_Case)
_CASE_WEIGHTS = (45, 20, 27, 3, 2, 3)
_RISKS = ("因病", "因残", "因学", "因务工就业不稳", "因自然灾害")


@dataclass(slots=True)
class DemoRows:
    """Rows by table, ready for bulk insertion; keys are given out from 1."""

    groups: list[Row] = field(default_factory=list[Row])
    grids: list[Row] = field(default_factory=list[Row])
    workers: list[Row] = field(default_factory=list[Row])
    households: list[Row] = field(default_factory=list[Row])
    people: list[Row] = field(default_factory=list[Row])
    incomes: list[Row] = field(default_factory=list[Row])
    identifications: list[Row] = field(default_factory=list[Row])


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """How large the made-up township is and on which day it is seen.

    Attributes:
        households: number of households.
        monitored_share: share of households with an identification, 0 to 1.
        today: the day on which the township is looked at.
        periods: income periods, the campaign's last.
    """

    households: int
    monitored_share: float
    today: date
    periods: tuple[tuple[date, date], ...]


class Township:
    """Builds the rows of a township, village by village."""

    def __init__(self, plan: DemoPlan, random: Random) -> None:
        self.rows = DemoRows()
        self._plan = plan
        self._random = random
        self._people = People(random)

    def build(self, village_ids: list[int]) -> DemoRows:
        """All rows; larger and smaller villages as it happens."""
        weights = [self._random.uniform(0.6, 1.4) for _ in village_ids]
        given = 0
        for index, village_id in enumerate(village_ids):
            share = sum(weights[: index + 1]) / sum(weights)
            upto = round(self._plan.households * share)
            self._build_village(village_id, index + 1, upto - given)
            given = upto
        return self.rows

    def _build_village(self, village_id: int, number: int, households: int) -> None:
        rows, random = self.rows, self._random
        group_ids: list[int] = []
        for position in range(1, min(10, max(3, households // 90)) + 1):
            name = _GROUP_NAMES[position - 1] + "组"
            rows.groups.append(
                {"id": len(rows.groups) + 1, "village_id": village_id, "name": name,
                 "position": position}
            )  # fmt: skip
            group_ids.append(len(rows.groups))
        grid_ids: list[int] = []
        for position in range(1, random.randint(2, 4) + 1):
            grid_id = len(rows.grids) + 1
            rows.grids.append(
                {"id": grid_id, "village_id": village_id, "name": f"第{position}网格",
                 "position": position}
            )  # fmt: skip
            grid_ids.append(grid_id)
            for _ in range(random.randint(1, 2)):
                self._add_worker(village_id, grid_id)
        for position in range(1, households + 1):
            group = (position - 1) * len(group_ids) // households
            self._build_household(
                {
                    "code": f"{number:02d}{group + 1:02d}-{position:04d}",
                    "village_id": village_id,
                    "group_id": group_ids[group],
                    "grid_id": grid_ids[group % len(grid_ids)],
                }
            )

    def _add_worker(self, village_id: int, grid_id: int) -> None:
        is_male = self._random.random() < 0.5  # noqa: PLR2004 - an even chance
        self.rows.workers.append(
            {
                "id": len(self.rows.workers) + 1,
                "village_id": village_id,
                "grid_id": grid_id,
                "name": self._people.name(self._people.surname(), is_male=is_male),
                "phone": self._people.phone(),
                "level": "二级",
            }
        )

    def _build_household(self, place: Row) -> None:
        random, rows = self._random, self.rows
        household_id = len(rows.households) + 1
        size = random.choices(_SIZES, _SIZE_WEIGHTS)[0]
        members = self._members(household_id, size)
        is_lifted = random.random() < _LIFTED_SHARE
        is_monitored = random.random() < self._plan.monitored_share
        on_dibao = random.random() < (0.4 if is_monitored else _DIBAO_SHARE)
        scattered = size == 1 and members[0]["labour"] == "无劳动力" and random.random() < 0.3  # noqa: PLR2004
        rows.households.append(
            {
                "id": household_id,
                **place,
                "phone": self._people.phone(),
                "is_lifted": int(is_lifted),
                "lifted_year": random.randint(2014, 2020) if is_lifted else None,
                "on_dibao": int(on_dibao),
                "dibao_since": self._people.birthday(random.randint(2016, 2021))
                if on_dibao
                else None,
                "scattered_tekun": int(scattered),
                "relocated": int(is_lifted and random.random() < _RELOCATED_SHARE * 7),
                "housing_safe": int(random.random() > 0.004),  # noqa: PLR2004
                "water_safe": int(random.random() > 0.006),  # noqa: PLR2004
                "elderly_apart": int(size <= 2 and members[0]["labour"] == "无劳动力"),  # noqa: PLR2004
            }
        )
        rows.people.extend(members)
        self._add_incomes(household_id, members, is_poor=is_monitored or on_dibao)
        if is_monitored:
            self._add_identification(household_id, is_lifted=is_lifted)

    def _members(self, household_id: int, size: int) -> list[Row]:
        random = self._random
        year = self._plan.today.year
        surname = self._people.surname()
        head_male = random.random() < 0.8  # noqa: PLR2004
        head_born = year - random.randint(28 if size > 1 else 35, 78)
        members = [self._person(household_id, surname, "户主", head_born, is_male=head_male)]
        spouse_surname = self._people.surname()
        for position in range(1, size):
            relation, born, is_male = self._relative(position, head_born, head_male=head_male)
            name = spouse_surname if relation in {"配偶", "之儿媳"} else surname
            person = self._person(household_id, name, relation, born, is_male=is_male)
            person["position"] = position + 1
            members.append(person)
        return members

    def _relative(self, position: int, head_born: int, *, head_male: bool) -> tuple[str, int, bool]:
        random, year = self._random, self._plan.today.year
        is_male = random.random() < 0.5  # noqa: PLR2004
        if position == 1:
            return "配偶", min(head_born + random.randint(-3, 5), year - 22), not head_male
        child_born = min(head_born + random.randint(22, 34), year - 1)
        if position <= 3 or year - head_born < 45:  # noqa: PLR2004 - grandchildren come later
            return ("之子" if is_male else "之女"), child_born, is_male
        if year - child_born > _ADULT + 6:
            born = min(child_born + random.randint(22, 28), year - 1)
            return ("之孙子" if is_male else "之孙女"), born, is_male
        return ("之父" if is_male else "之母"), max(1932, head_born - 25), is_male

    def _person(
        self, household_id: int, surname: str, relation: str, year: int, *, is_male: bool
    ) -> Row:
        random = self._random
        born_on = self._people.birthday(year)
        age = self._plan.today.year - year
        name = self._people.name(surname, is_male=is_male)
        health = random.choices(
            ("健康", "长期慢性病", "患有大病", "残疾"),
            (90, 6, 1, 3) if age < _RETIRED else (62, 27, 4, 7),
        )[0]
        row: Row = {
            "id": 0,
            "household_id": household_id,
            "position": 1,
            "name": name,
            "initials": name_initials(name),
            "relation": relation,
            "id_number": self._people.id_number(born_on, is_male=is_male),
            "sex": "男" if is_male else "女",
            "born_on": born_on,
            "ethnicity": random.choices(("壮族", "汉族", "侗族", "苗族"), (62, 30, 5, 3))[0],
            "health": health,
            "disability_grade": random.choice(("一级", "二级", "三级", "四级"))
            if health == "残疾"
            else None,
            "insured": int(random.random() > 0.005),  # noqa: PLR2004
            "phone": self._people.phone() if age >= _ADULT and random.random() < 0.4 else None,  # noqa: PLR2004
        }
        return row | self._schooling_and_work(age, health)

    def _schooling_and_work(self, age: int, health: str) -> Row:
        random = self._random
        school = next((state for upto, state in _SCHOOL_BY_AGE if age <= upto), None)
        if school is not None:
            return {"education": None, "school_state": school, "labour": "无劳动力",
                    "work_region": None, "work_months": None}  # fmt: skip
        education = random.choices(
            ("文盲或半文盲", "小学", "初中", "高中", "大专", "本科及以上"),
            (12, 45, 34, 6, 2, 1) if age > 45 else (1, 12, 55, 20, 8, 4),  # noqa: PLR2004
        )[0]
        if age >= _RETIRED:
            labour = random.choices(("无劳动力", "弱劳动力或半劳动力"), (7, 3))[0]
        elif health in {"健康", "长期慢性病"}:
            labour = random.choices(("普通劳动力", "技能劳动力", "弱劳动力或半劳动力"), (88, 8, 4))[
                0
            ]
        else:
            labour = random.choice(("弱劳动力或半劳动力", "丧失劳动力"))
        works = labour in {"普通劳动力", "技能劳动力"} and random.random() < 0.55  # noqa: PLR2004
        regions = ("乡（镇）内务工", "乡（镇）外县内务工", "县外省内务工", "省外务工")
        return {
            "education": education,
            "school_state": None,
            "labour": labour,
            "work_region": random.choices(regions, (20, 25, 25, 30))[0] if works else None,
            "work_months": random.randint(3, 12) if works else None,
        }

    def _add_incomes(self, household_id: int, members: list[Row], *, is_poor: bool) -> None:
        random = self._random
        per_head = random.lognormvariate(8.75 if is_poor else 9.7, 0.32 if is_poor else 0.36)
        wage_share = random.uniform(0.3, 0.8) if any(m["work_months"] for m in members) else 0.05
        for period_from, period_to in self._plan.periods:
            total = per_head * len(members) * random.uniform(0.9, 1.1)
            business = total * (1 - wage_share) * random.uniform(0.5, 0.9)
            self.rows.incomes.append(
                {
                    "household_id": household_id,
                    "period_from": period_from,
                    "period_to": period_to,
                    "wages_fen": round(total * wage_share) * _YUAN,
                    "business_fen": round(business * 1.25) * _YUAN,
                    "property_fen": round(total * 0.02) * _YUAN,
                    "transfer_fen": round(total * (1 - wage_share) - business) * _YUAN,
                    "business_cost_fen": round(business * 0.25) * _YUAN,
                }
            )

    def _add_identification(self, household_id: int, *, is_lifted: bool) -> None:
        """A case in one of the states that cases can be in; the first ones in each of them."""
        random, rows, today = self._random, self.rows, self._plan.today
        usual = MonitoringCategory.UNSTABLE if is_lifted else MonitoringCategory.MARGINAL
        category = MonitoringCategory.SUDDEN if random.random() < 0.2 else usual  # noqa: PLR2004
        state = random.choices(_CASE_STATES, _CASE_WEIGHTS)[0]
        if len(rows.identifications) < len(_CASE_STATES):
            state = _CASE_STATES[len(rows.identifications)]
        old = state is not _Case.RUNNING
        months_ago = random.choice((8, 10, 14, 20, 26) if old else (0, 0, 0, 3, 3, 8, 14, 20))
        identified_on = self._day_before(months_ago)
        was_cleared = state in {_Case.CLEARED, _Case.ROLLED_BACK, _Case.AGAIN}
        case: Row = {
            "household_id": household_id,
            "previous_id": None,
            "category": category.value,
            "identified_on": identified_on,
            "risks": random.choice(_RISKS),
            "clearing_started_on": today if state is _Case.CLEARING else None,
            "cleared_on": self._day_before(months_ago - 7) if was_cleared else None,
            "cleared_how": "帮扶消除" if was_cleared else None,
            "rolled_back_on": today if state is _Case.ROLLED_BACK else None,
            "removed_on": today if state is _Case.WITHDRAWN else None,
            "helper_name": self._people.name(self._people.surname(), is_male=True),
            "helper_phone": self._people.phone(),
        }
        self._add_case(case)
        if state is _Case.AGAIN:
            again = {
                "previous_id": len(rows.identifications),
                "identified_on": today,
                "risks": random.choice(_RISKS),
                "cleared_on": None,
                "cleared_how": None,
            }
            self._add_case(case | again)

    def _add_case(self, case: Row) -> None:
        self.rows.identifications.append({"id": len(self.rows.identifications) + 1, **case})

    def _day_before(self, months: int) -> date:
        """A day of the month that lies so many months back, never after today."""
        today = self._plan.today
        year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
        return date(year, month + 1, self._random.randint(1, min(today.day, 28)))
