"""A form that only one office has, for tests."""

from dataclasses import replace

from fangfan_desktop.forms.form import Field, Form, Kind, Source, Subject


def own_form(**changes: object) -> Form:
    """A county's form of households: registry columns, one known and two new questions."""
    form = Form(
        key="own-1",
        name="县里的摸底表",
        year=2022,
        subject=Subject.HOUSEHOLD,
        title="{place}摸底表",
        subtitle="",
        fields=(
            Field("seq", ("序号",), Kind.NUMBER, Source.COMPUTED),
            Field("head_name", ("户主姓名",), Kind.TEXT, Source.REGISTRY),
            Field(
                "head_id_number",
                ("身份证号码",),
                Kind.ID_NUMBER,
                Source.REGISTRY,
                is_required=False,
            ),
            Field("housing_safe", ("住房是否安全",), Kind.YES_NO, Source.PREFILLED),
            Field("heavy_burden", ("是否支出较大",), Kind.YES_NO, Source.PREFILLED),
            Field("own_pigs", ("养猪头数",), Kind.NUMBER),
            Field("own_note", ("说明",), Kind.LONG_TEXT, is_required=False),
        ),
    )
    return replace(form, **changes)
