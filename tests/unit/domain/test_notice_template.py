from dataclasses import replace
from datetime import date

import pytest

from fangfan_desktop.domain.notice_rules import (
    NoticeEntry,
    NoticeKind,
    NoticeRow,
    PublicColumn,
    notice_period,
    notice_rows,
)
from fangfan_desktop.domain.notice_template import (
    GAP,
    PLACEHOLDERS,
    NoticeFacts,
    NoticeTemplate,
    parse_template,
    render,
    shipped_template,
    template_text,
)
from fangfan_desktop.errors import UserError

DAY = date(2022, 5, 16)
FACTS = NoticeFacts(
    township="雒容镇",
    village="龙岭村",
    year=2022,
    basis="《雒容镇2022年集中排查工作方案》",
    standard="家庭年人均纯收入7000元以下，结合“两不愁三保障”和饮水安全综合研判",
    steps="农户申请、入户核实、信息比对、村民代表民主评议",
    period=notice_period(DAY),
    office_phone="0772-0000000",
    signature="龙岭村民委员会",
    met_on=date(2022, 5, 12),
)


def rows() -> tuple[NoticeRow, ...]:
    people = [("二组", "陆永福", 4, "脱贫不稳定户"), ("三组", "韦㛃", 3, "边缘易致贫户")]
    return notice_rows(
        [
            NoticeEntry(
                village="龙岭村",
                group=group,
                head_name=name,
                id_number="450221196001011234",
                population=population,
                category=category,
                risk="因病",
            )
            for group, name, population, category in people
        ],
        shown_on=DAY,
    )


def template(**texts: str) -> NoticeTemplate:
    return NoticeTemplate(
        kind=NoticeKind.MEETING,
        name="试",
        title=texts.get("title", "公示"),
        paragraphs=(texts.get("text", "现予公示。"),),
    )


def test_the_shipped_text_says_all_that_a_notice_has_to_say() -> None:
    paper = render(shipped_template(NoticeKind.TO_INCLUDE_VILLAGE), FACTS, rows())

    assert paper.title == "雒容镇龙岭村2022年拟纳入防止返贫监测对象公示"
    assert paper.paragraphs[0] == (
        "根据《雒容镇2022年集中排查工作方案》及防止返贫动态监测和帮扶有关规定，经农户申请、入户核实、"
        "信息比对、村民代表民主评议，拟将以下2户7人纳入防止返贫监测对象，其中脱贫不稳定户1户4人、"
        "边缘易致贫户1户3人。现将名单予以公示，请广大群众监督。"
    )
    assert "公示时间：2022年5月16日至2022年5月20日（5天）。" in paper.paragraphs
    assert "公示地点：村务公开栏。" in paper.paragraphs
    assert any("向龙岭村民委员会或雒容镇乡村振兴" in text for text in paper.paragraphs)
    assert paper.closing == ("监督电话：12317　　雒容镇监督电话：0772-0000000",)
    assert (paper.signature, paper.date_line) == ("龙岭村民委员会", "2022年5月16日")
    assert paper.issued_on == DAY
    assert paper.gaps == ()


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_kind_has_a_shipped_text_with_the_whole_content(kind: NoticeKind) -> None:
    shipped = shipped_template(kind)
    paper = render(shipped, FACTS, rows())

    text = "\n".join((paper.title, *paper.paragraphs, *paper.closing))
    assert shipped.kind is kind
    assert kind.word in paper.title
    for part in (
        FACTS.basis,
        FACTS.steps,
        "标准：",
        "2户7人",
        "脱贫不稳定户1户4人",
        "2022年5月20日",
        "地点：",
        "异议",
        "12317",
        "0772-0000000",
    ):
        assert part is not None
        assert part in text
    assert paper.headings == ("序号", "村民小组", "户主姓名", "家庭人口", "监测对象类别")
    assert paper.rows[0] == ("1", "二组", "陆永福", "4", "脱贫不稳定户")
    assert paper.gaps == ()
    assert "{" not in text


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_a_notice_of_the_whole_township_reads_well_without_a_village(kind: NoticeKind) -> None:
    facts = replace(FACTS, village="", signature="雒容镇人民政府")
    paper = render(shipped_template(kind), facts, rows())
    assert paper.title.startswith("雒容镇2022年")
    assert paper.gaps == ()


def test_what_is_not_known_is_a_line_to_write_on_and_named_once() -> None:
    facts = replace(FACTS, office_phone=None, basis=None, township=None)
    paper = render(shipped_template(NoticeKind.TO_INCLUDE_VILLAGE), facts, rows())
    assert paper.gaps == ("乡镇", "依据", "办公电话")
    assert paper.paragraphs[0].startswith(f"根据{GAP}及")
    assert paper.title.startswith(f"{GAP}龙岭村2022年")


def test_only_the_columns_asked_for_are_on_the_paper() -> None:
    columns = (PublicColumn.SERIAL, PublicColumn.HEAD, PublicColumn.RISK)
    paper = render(shipped_template(NoticeKind.TO_CLEAR), FACTS, rows(), columns)
    assert paper.headings == ("序号", "户主姓名", "主要风险")
    assert paper.rows == (("1", "陆永福", "因病"), ("2", "韦㛃", "因病"))


def test_one_category_is_said_shortly_and_an_unknown_one_is_a_gap() -> None:
    text = template(text="{户数}户{人数}人，{分类}。")
    same = tuple(replace(row, category="边缘易致贫户") for row in rows())
    unknown = (rows()[0], replace(rows()[1], category=""))
    assert render(text, FACTS, same).paragraphs == ("2户7人，均为边缘易致贫户。",)
    assert render(text, FACTS, unknown).gaps == ("分类",)


def test_year_and_date_follow_the_period_when_nothing_else_is_said() -> None:
    facts = NoticeFacts(period=notice_period(DAY), village="", township="雒容镇")
    paper = render(template(title="{乡镇}{年}年公示"), facts, ())
    assert paper.title == "雒容镇2022年公示"
    assert paper.date_line == "2022年5月16日"
    assert (paper.headings, paper.rows) == ((), ())


def test_a_placeholder_that_does_not_exist_is_named() -> None:
    with pytest.raises(UserError, match=r"没有“\{身份证\}”这个占位，可以用：\{乡镇\}"):
        template(text="户主{身份证}")
    with pytest.raises(UserError, match="花括号不成对"):
        template(text="根据{依据，现予公示")


def test_full_width_braces_and_spaces_in_them_do_as_well() -> None:
    paper = render(template(title="\uff5b乡镇\uff5d{ 村 }公示"), FACTS, ())
    assert paper.title == "雒容镇龙岭村公示"


def test_every_placeholder_is_explained_and_can_be_filled() -> None:
    text = template(text="".join(f"{{{one.name}}}" for one in PLACEHOLDERS))
    facts = replace(FACTS, place="村口", objection_way="来电", met_about="拟纳入")
    assert render(text, facts, rows()).gaps == ()
    assert all(one.explanation and one.sample for one in PLACEHOLDERS)


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_a_template_is_kept_and_read_back_as_it_was(kind: NoticeKind) -> None:
    odd = replace(shipped_template(kind), title='换行\n"引号"\\ \x7f {乡镇}𠮷')
    assert parse_template(template_text(odd)) == odd


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("kind = ", "格式不对"),
        ('kind = "x"\nname = "a"\ntitle = "b"\nparagraphs = ["c"]', "没有“x”这种公示公告"),
        ('kind = "meeting"\nname = "a"\ntitle = "b"', "缺“paragraphs”"),
        ('kind = "meeting"\nname = "a"\ntitle = "b"\nparagraphs = "c"', "若干段文字"),
        ('kind = "meeting"\nname = "a"\ntitle = 1\nparagraphs = ["c"]', "一段文字"),
        ('kind = "meeting"\nname = "a"\ntitle = " "\nparagraphs = ["c"]', "缺标题或正文"),
        ('kind = "meeting"\nname = "a"\ntitle = "b"\nparagraphs = [" "]', "缺标题或正文"),
        ('kind = "meeting"\nname = "a"\ntitle = "b"\nparagraphs = ["c"]\nx = 1', "认不出.*“x”"),
        (
            'kind = "meeting"\nname = "a"\ntitle = "b"\nparagraphs = ["c"]\ndefaults = 1',
            "占位 = 文字",
        ),
    ],
)
def test_a_damaged_template_is_refused_in_words(text: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        parse_template(text)
