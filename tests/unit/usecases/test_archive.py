"""村级档案: eighteen papers a village, ticked by people alone."""

from collections.abc import Generator
from datetime import date
from pathlib import Path

import pytest

from fangfan_desktop.domain.archive_items import village_items
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import Identification, Measure
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.archive import PaperFacts, read_village_archive, set_archive_paper
from fangfan_desktop.usecases.case_new import Clue, open_case
from fangfan_desktop.usecases.demo import DemoSize, create_demo
from fangfan_desktop.usecases.exports import TABLES, export_case_archive
from tests.small_township import make_township

PAPERS = (
    "工作方案与文件、会议与培训记录、网格划分与网格员名单、排查表、申请及承诺授权书、入户核实表、"
    "财产检索（信息比对）结果、评议会议记录与签到、公示公告与照片、审核审定文件、信息采集表、"
    "帮扶责任人安排、帮扶计划与措施、走访记录、风险消除材料、回退与重新识别材料、整改台账、"
    "统计报表与总结"
)


@pytest.fixture
def town(tmp_path: Path) -> Generator[Database]:
    with make_township(tmp_path / "a.db") as database:
        yield database


def test_the_checklist_has_the_eighteen_papers() -> None:
    assert "、".join(item.name for item in village_items()) == PAPERS
    assert len({item.key for item in village_items()}) == 18


def test_nothing_is_ticked_until_somebody_does(town: Database) -> None:
    lines = read_village_archive(town, village_id=1)
    assert {line.facts for line in lines} == {PaperFacts()}
    assert [line.number for line in lines] == list(range(1, 19))


def test_a_paper_is_noted_as_one_step_and_only_for_its_village(town: Database) -> None:
    facts = PaperFacts(True, 3, "党建室铁柜 2 层", "韦𠮷祥", "缺封面")
    set_archive_paper(town, village_id=1, item_key="plans", facts=facts)
    assert read_village_archive(town, village_id=1)[0].facts == facts
    assert read_village_archive(town, village_id=2)[0].facts == PaperFacts()
    set_archive_paper(town, village_id=1, item_key="plans", facts=PaperFacts(is_present=False))
    assert read_village_archive(town, village_id=1)[0].facts == PaperFacts(is_present=False)
    undo(town)
    assert read_village_archive(town, village_id=1)[0].facts == facts


def test_what_the_program_has_is_told_and_ticks_nothing(town: Database) -> None:
    with town.action("帮扶") as unit:
        unit.session.get_one(Identification, 1).helper_name = "蒙助"
        unit.session.add(Measure(household_id=2, kind="产业帮扶", made_on=date(2022, 1, 1)))
    known = {line.item_key: line.known for line in read_village_archive(town, village_id=1)}
    told = {key: words for key, words in known.items() if words}
    assert told == {"helpers": "1户有责任人", "measures": "1条措施", "clearing": "1户已消除"}
    assert all(line.facts.is_present is None for line in read_village_archive(town, village_id=1))
    with town.snapshot() as session:
        sheets = TABLES["archive-checklist"].sheets(session, None, None)
        first = sheets[0]
        rows = [list(row) for row in first.rows]
    assert [sheet.name for sheet in sheets] == ["坭桥村", "坭桥村个案", "雒容社区"]
    assert rows[12] == [
        "监测帮扶",
        13,
        "帮扶计划与措施",
        None,
        None,
        None,
        None,
        "系统内已有1条措施",
    ]
    assert first.subtitle_right.endswith("共18类，齐全0类")


@pytest.mark.parametrize(
    ("village", "key", "copies", "words"),
    [
        (1, "nothing", 1, "没有这种材料"),
        (9, "plans", 1, "不在名单里"),
        (1, "plans", -1, "份数"),
        (1, "plans", 10_000, "份数"),
    ],
)
def test_what_cannot_be_noted_is_refused(
    town: Database, village: int, key: str, copies: int, words: str
) -> None:
    with pytest.raises(UserError, match=words):
        set_archive_paper(town, village_id=village, item_key=key, facts=PaperFacts(copies=copies))


def test_the_papers_of_cases_are_a_sheet_of_their_village(town: Database, tmp_path: Path) -> None:
    clue = Clue(on=date(2022, 5, 6), source="农户自主申报", category="边缘易致贫户")
    case_id = open_case(town, household_id=5, clue=clue, procedure_key="luan-2022").case_id
    facts = PaperFacts(is_present=True, copies=1, kept_at="铁柜")
    set_archive_paper(town, case_id=case_id, item_key="identify/apply/申请书", facts=facts)
    with town.snapshot() as session:
        sheets = TABLES["archive-checklist"].sheets(session, None, None)
        rows = [list(row) for row in sheets[1].rows]
    assert [sheet.name for sheet in sheets] == ["坭桥村", "坭桥村个案", "雒容社区"]
    assert sheets[1].title == "坭桥村监测对象个案档案清单"
    assert rows[0] == ["蓝小桂户 识别", 1, "申请书", 1, 1, "铁柜", None, None]
    assert [row[2] for row in rows[1:4]] == ["承诺授权书", "入户核实表", "信息比对结果"]
    # a case from before the program has its papers too; those of clearing once it came to that
    assert {row[0] for row in rows} == {
        "蓝小桂户 识别",
        "覃䶮户 识别",
        "莫㛃户 识别",
        "莫㛃户 消除",
    }
    assert sheets[1].subtitle_right.endswith("齐全1份")
    for ending in (".xlsx", ".pdf"):
        target = tmp_path / f"个案{ending}"
        of_case = [row for row in rows if row[0] == "蓝小桂户 识别"]
        assert export_case_archive(town, case_id=case_id, path=target).rows == len(of_case)
    with pytest.raises(UserError, match="没有找到这个个案"):
        export_case_archive(town, case_id=99, path=tmp_path / "b.pdf")
    with pytest.raises(UserError, match="只能导出为"):
        export_case_archive(town, case_id=case_id, path=tmp_path / "b.docx")


def test_a_made_up_township_is_told_of_what_it_has(tmp_path: Path) -> None:
    with create_demo(tmp_path / "demo.db", size=DemoSize(200, 0.2), seed=4) as database:
        known = [
            {line.item_key for line in read_village_archive(database, village_id=key) if line.known}
            for key in (1, 2, 3)
        ]
    assert all(keys >= {"survey-forms", "measures", "helpers"} for keys in known)
