"""A form being made from somebody else's header: what the clerk confirms, then the form."""

import dataclasses
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.catalogue import check_against, field_catalogue
from fangfan_desktop.forms.field_match import FieldMatch, Verdict
from fangfan_desktop.forms.form import (
    Condition,
    Field,
    Form,
    Kind,
    Layout,
    Page,
    Source,
    Subject,
)
from fangfan_desktop.forms.guess import Guess, guess_field, own_key, paper_width, screen_width
from fangfan_desktop.forms.headings import plain_heading
from fangfan_desktop.forms.known_fields import KnownField
from fangfan_desktop.forms.load import check_form, load_form

_NOTE = "_note"
_LONGEST_KEY = 60
_TYPES = ("脱贫户", "监测户", "一般农户")
_WHO_FILLS = re.compile(r"[(（](?:由|仅|只|仅限)?([^()（）]{2,20}?)(?:填[写报]?|需填)[)）]")
_OF_HOUSEHOLD = re.compile("户主|家庭人口|户编号|户属性|农户类")
_OF_VILLAGE = re.compile(
    r"(?:所在|所属)?(?:行政村|村|村名|村别|村委会|社区|村居|村[/、]社区|(?:行政)?村\((?:社区|居|居委会)\))(?:名称?)?"
)
_NOT_MONITORED = re.compile(r"非监测|未纳入监测")
_MANY_COLUMNS = 25
_FEW_COLUMNS = 8
_MOST_FROZEN = 4


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """What is known of a column of the blank sheet."""

    index: int  # column of the sheet, from 0
    headings: tuple[str, ...]  # one a level; "" = the cell above spans down
    choices: tuple[str, ...] = ()  # of its drop-down list
    number_format: str = ""
    width: float | None = None  # millimetres
    sample: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class DraftColumn:
    """A row of the table that the clerk confirms: a column and the field it becomes."""

    column: SheetColumn
    field: Field
    verdict: Verdict
    score: float = 0.0  # of the match, 0-100
    runner_up: str = ""  # key of the next best field
    note: str = ""  # what the clerk should look at; "" where there is nothing
    is_kept: bool = True  # False: the form does without the column

    @property
    def key(self) -> str:
        """Key of the field."""
        return self.field.key

    @property
    def heading(self) -> str:
        """The headings from the top, with › between them."""
        return " › ".join(text for text in self.column.headings if text)


@dataclass(frozen=True, slots=True)
class FormDraft:
    """A form as far as it is known from the sheet."""

    sheet: str
    name: str
    year: int
    subject: Subject
    title: str
    annex: str
    subtitle: str
    columns: tuple[DraftColumn, ...]
    footnotes: tuple[str, ...] = ()
    page: Page = dataclasses.field(default_factory=Page)
    has_hint_row: bool = False
    has_total_row: bool = False
    is_hidden: bool = False  # the sheet is a hidden one
    warnings: tuple[str, ...] = ()
    header_rows: tuple[int, int] = (0, 0)  # first and last row of the header on the sheet, from 1

    @property
    def kept(self) -> tuple[DraftColumn, ...]:
        """The columns that the form will have."""
        return tuple(column for column in self.columns if column.is_kept)

    def count(self, verdict: Verdict) -> int:
        """How many columns have that verdict."""
        return sum(column.verdict is verdict for column in self.columns)


def guess_subject(title: str, columns: Sequence[SheetColumn]) -> Subject:
    """What a row of the sheet is about: a household, or where no household is named a village."""
    texts = [plain_heading(text) for column in columns for text in column.headings if text]
    if any(_OF_HOUSEHOLD.search(text) for text in texts):
        return Subject.HOUSEHOLD
    is_by_village = any(_OF_VILLAGE.fullmatch(text) for text in texts)
    if "村级" in title or (is_by_village and not re.search("到户|入户|农户|户情", title)):
        return Subject.VILLAGE
    return Subject.HOUSEHOLD


def draft_columns(
    columns: Sequence[SheetColumn], matches: Sequence[FieldMatch]
) -> tuple[DraftColumn, ...]:
    """The columns with their fields: the matched ones, and new ones with guessed kinds."""
    taken = {match.known.field.key for match in matches if match.known is not None}
    drafts: list[DraftColumn] = []
    for column, match in zip(columns, matches, strict=True):
        if match.known is None:
            draft = new_column(column, taken)
            taken |= {draft.key, draft.field.note_key} - {""}
        else:
            draft = matched_column(column, match.known, match.verdict)
        runner_up = match.runner_up.field.key if match.runner_up else ""
        drafts.append(replace(draft, score=match.score, runner_up=runner_up))
    return tuple(drafts)


def matched_column(
    column: SheetColumn, known: KnownField, verdict: Verdict = Verdict.SURE
) -> DraftColumn:
    """A column that is a field already known; also what the clerk's choice of a field does."""
    base = known.field
    guess = _guess(column)
    choices, source, notes = base.choices, _source(base), list[str]()
    if base.kind is Kind.CHOICE and guess.choices and set(guess.choices) != set(choices):
        if base.source is Source.REGISTRY or base.code_list:
            notes.append(f"原表的选项是{'、'.join(guess.choices)}，这一栏按花名册填")
        else:
            choices, source = guess.choices, Source.TYPED
    if guess.kind is not base.kind and verdict is not Verdict.SURE:
        notes.append("请核对类型")
    field = replace(
        base,
        headings=column.headings,
        source=source,
        choices=choices,
        width=screen_width(base.kind, column.width, choices),
        print_width=paper_width(base.kind, column.width),
        hint=column.hint or base.hint,
        aliases=(),
    )
    return DraftColumn(column, field, verdict, note="；".join(notes))


def _guess(column: SheetColumn) -> Guess:
    return guess_field(
        column.headings,
        choices=column.choices,
        number_format=column.number_format,
        hint=column.hint,
    )


def new_column(column: SheetColumn, taken: Collection[str]) -> DraftColumn:
    """A column that no form has had, with the kind that its wording and looks suggest.

    Args:
        column: of the sheet.
        taken: keys that other columns of the form have.
    """
    guess = _guess(column)
    key = own_key(column.headings, taken)
    field = Field(
        key=key,
        headings=column.headings,
        kind=guess.kind,
        choices=guess.choices,
        is_required=guess.is_required,
        applies=_guessed_conditions(column.headings),
        width=screen_width(guess.kind, column.width, guess.choices),
        print_width=paper_width(guess.kind, column.width),
        hint=column.hint,
        note_key=f"{key[: _LONGEST_KEY - len(_NOTE)]}{_NOTE}" if guess.has_note else "",
    )
    return DraftColumn(column, field, Verdict.NEW, note=guess.note)


def guess_page(columns: int) -> Page:
    """The paper where the sheet does not say: across, A3 for many columns."""
    return Page(size="A3" if columns > _MANY_COLUMNS else "A4", is_landscape=columns > _FEW_COLUMNS)


def form_from_draft(  # noqa: PLR0913 - what the clerk gives a new form, by name
    draft: FormDraft,
    *,
    key: str,
    name: str = "",
    year: int | None = None,
    subject: Subject | None = None,
    scope: str = "all",
    layout: Layout = "table",
    source: str = "",
) -> Form:
    """The form that a confirmed draft describes, checked.

    Conditions on fields that the form lacks are left out, and a value that would be worked out
    from them is typed.

    Args:
        draft: as the clerk left it; columns that are not kept are left out.
        key: of the form, such as `own-daohu-2024`.
        name: the draft's where it is empty.
        year: the draft's where it is None.
        subject: the draft's where it is None.
        scope: which households the form is about.
        layout: table, or record: printed one row a page.
        source: the document that the form comes from.

    Raises:
        UserError: no column is kept, two have one key, or a field does not hold together.
    """
    if not draft.kept:
        raise UserError("没有保留一栏，请至少保留一栏。")
    form = loose_form(
        draft,
        key=key,
        name=name,
        year=year,
        subject=subject,
        scope=scope,
        layout=layout,
        source=source,
    )
    check_form(form)
    check_against(field_catalogue(form.subject), form)
    return form


def loose_form(  # noqa: PLR0913 - as above
    draft: FormDraft,
    *,
    key: str,
    name: str = "",
    year: int | None = None,
    subject: Subject | None = None,
    scope: str = "all",
    layout: Layout = "table",
    source: str = "",
) -> Form:
    """The form as far as it is, for looking at: see `form_from_draft`, nothing is checked.

    At least one column has to be kept.
    """
    kept = [column.field for column in draft.kept]
    return Form(
        key=key,
        name=name or draft.name,
        year=draft.year if year is None else year,
        subject=subject or draft.subject,
        title=draft.title,
        subtitle=draft.subtitle,
        fields=_fitted(kept, has_all=len(kept) == len(draft.columns)),
        frozen_columns=_frozen(kept),
        footnotes=draft.footnotes,
        has_hint_row=draft.has_hint_row and any(field.hint for field in kept),
        page=draft.page,
        source=source,
        annex=draft.annex,
        has_total_row=draft.has_total_row,
        scope=scope,
        layout=layout,
    )


def _source(base: Field) -> Source:
    """Where a further form takes the field from: what 附件1 asks is suggested from there."""
    if base.source is not Source.TYPED or base.kind in {Kind.TEXT, Kind.LONG_TEXT}:
        return base.source
    asked = {field.key for field in load_form("household-form").fields}
    return Source.PREFILLED if base.key in asked else Source.TYPED


def _whole(headings: tuple[str, ...]) -> tuple[str, ...]:
    """Headings without empty levels at the end: the cell spans down all the same."""
    texts = list(headings)
    while len(texts) > 1 and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _guessed_conditions(headings: tuple[str, ...]) -> tuple[Condition, ...]:
    """Who fills the column in, where its heading says so: （脱贫户监测户填写）."""
    leaf = next((text for text in reversed(headings) if text), "")
    found = _WHO_FILLS.search(leaf)
    if found is None:
        return ()
    words = found[1].replace("监测对象", "监测户")
    if _NOT_MONITORED.search(words):
        types = tuple(name for name in _TYPES if name != "监测户")
    else:
        types = tuple(name for name in _TYPES if name.removesuffix("农户") in words)
    if not types or len(types) == len(_TYPES):
        return ()
    return (Condition("household_type", types, f"本栏只由{'、'.join(types)}填写"),)


def _fitted(fields: Sequence[Field], *, has_all: bool) -> tuple[Field, ...]:
    """The fields without conditions on and sums from fields that are not there.

    Where columns have gone, levels that only they had go too.
    """
    if not has_all:
        fields = [replace(field, headings=_whole(field.headings)) for field in fields]
    keys = {field.key for field in fields}
    levels = max(len(field.headings) for field in fields)
    return tuple(
        replace(
            field,
            headings=field.headings + ("",) * (levels - len(field.headings)),
            applies=tuple(c for c in field.applies if c.field in keys and c.field != field.key),
            source=Source.TYPED if _lacks_income(field, keys) else field.source,
        )
        for field in fields
    )


def _lacks_income(field: Field, keys: Collection[str]) -> bool:
    is_worked_out = field.source is Source.COMPUTED and field.key != "seq"
    return is_worked_out and "income_per_capita" not in keys


def _frozen(fields: Sequence[Field]) -> int:
    keys = [field.key for field in fields]
    last = max((keys.index(key) for key in ("head_name", "village") if key in keys), default=0)
    return min(last + 1, _MOST_FROZEN)
