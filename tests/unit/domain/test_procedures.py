"""Procedures are data: the shipped ones hold together, an edited one says what is wrong."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangfan_desktop import paths
from fangfan_desktop.domain.procedures import (
    DayUnit,
    Limit,
    NoticeRule,
    Procedure,
    Stage,
    Step,
    check_procedure,
    definition_text,
    parse_procedure,
)
from fangfan_desktop.errors import UserError


def shipped(key: str) -> Procedure:
    path = paths.resource_dir() / "procedures" / f"{key}.toml"
    return parse_procedure(path.read_text(encoding="utf-8"))


KEYS = ("luan-2022", "liuzhou-2021", "henan-2023")


@pytest.mark.parametrize("key", KEYS)
def test_a_shipped_procedure_holds_together_and_reads_back(key: str):
    procedure = shipped(key)
    assert check_procedure(procedure) == ()
    assert parse_procedure(definition_text(procedure)) == procedure


@pytest.mark.parametrize(
    ("key", "steps"),
    [
        (
            "liuzhou-2021",
            "农户申请 入户核实 财产检索 行政村评议 乡镇复核公示 县级审定 录入系统",
        ),
        (
            "luan-2022",
            (
                "农户申请及承诺授权 入户核实 信息比对 民主评议 村内公示"
                " 乡镇审核 县级审定 公告 录入系统"
            ),
        ),
        (
            "henan-2023",
            (
                "入户核实 信息比对 村级初选（评议） 村级初选（公示）"
                " 乡级审核 县级审批 结果公告 录入建档"
            ),
        ),
    ],
)
def test_the_steps_are_those_of_the_documents(key: str, steps: str):
    assert [step.name for step in shipped(key).identify] == steps.split()


@pytest.mark.parametrize(
    ("key", "helper", "measures", "decision"),
    [
        ("liuzhou-2021", "5个工作日", "10个工作日", None),
        ("luan-2022", "5个工作日", "10天", "15天"),
        ("henan-2023", "5个工作日", "10天", "15天"),
    ],
)
def test_the_limits_are_those_of_the_documents(
    key: str, helper: str, measures: str, decision: str | None
):
    procedure = shipped(key)
    limit = procedure.decision(Stage.IDENTIFY).limit
    assert (procedure.helper.words, procedure.measures.words) == (helper, measures)
    assert (limit.words if limit else None) == decision


def test_visit_and_comparison_go_side_by_side_in_luan():
    steps = {step.key: step for step in shipped("luan-2022").identify}
    assert steps["visit"].after == steps["compare"].after == ("apply",)
    assert set(steps["meeting"].after) == {"visit", "compare"}


def _with_steps(*steps: Step) -> Procedure:
    return replace(shipped("luan-2022"), identify=steps)


A = Step("a", "核实", "村")
B = Step("b", "审定", "县", after=("a",), is_decision=True)


@pytest.mark.parametrize(
    ("procedure", "words"),
    [
        (replace(shipped("luan-2022"), name=" "), "名称"),
        (_with_steps(), "至少要有一步"),
        (_with_steps(A), "有且只有一步是“审定”"),
        (_with_steps(replace(A, is_decision=True), B), "有且只有一步是“审定”"),
        (_with_steps(B, A), "排在了它要等的步骤前面"),
        (_with_steps(A, replace(A, name="又一步"), B), "代号重复"),
        (_with_steps(replace(A, name=""), B), "没有名称"),
        (_with_steps(replace(A, limit=Limit(0, DayUnit.CALENDAR)), B), "时限要大于0"),
        (_with_steps(replace(A, notice=NoticeRule("to-clear", 0)), B), "公示天数要大于0"),
        (replace(shipped("luan-2022"), helper=Limit(0, DayUnit.WORKING)), "帮扶责任人的时限"),
    ],
)
def test_what_does_not_hold_together_is_said(procedure: Procedure, words: str):
    assert words in "".join(check_procedure(procedure))


@pytest.mark.parametrize("text", ["key = ", "key = 'a'\nname = 'b'", "[[identify]]\nkey = 3"])
def test_rubbish_is_refused_with_a_sentence(text: str):
    with pytest.raises(UserError, match="程序的定义"):
        parse_procedure(text)


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)


@given(name=TEXTS, note=TEXTS, papers=st.lists(TEXTS, max_size=3), days=st.integers(1, 60))
def test_whatever_words_an_office_uses_read_back(
    name: str, note: str, papers: list[str], days: int
):
    step = Step(
        "a", name, "村", papers=tuple(papers), limit=Limit(days, DayUnit.WORKING), note=note
    )
    procedure = replace(_with_steps(step, B), name=name, note=note)
    assert parse_procedure(definition_text(procedure)) == procedure
