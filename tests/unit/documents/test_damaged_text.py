import pytest

from fangfan_desktop.documents.damaged_text import mend_quotes


def damaged(text: str) -> str:
    """What reads where Windows-1252 quotes stand in GBK text."""
    parts = [
        {"“": b"\x93", "”": b"\x94"}.get(letter) or letter.encode("gb18030") for letter in text
    ]
    return b"".join(parts).decode("gb18030")


@pytest.mark.parametrize(
    "text",
    ["“三保障”及饮水安全", "是否存在“一兜了之”现象", "“三保障”与“回头看”"],
)
def test_shifted_characters_are_put_right(text: str) -> None:
    assert damaged(text) != text
    assert mend_quotes(damaged(text)) == text


def test_a_lone_pair_closes_the_quotation_that_is_open() -> None:
    assert mend_quotes("“三保障一安全摂") == "“三保障一安全”"
    assert mend_quotes("写作摂的") == "写作“”的"


@pytest.mark.parametrize("text", ["", "普通 text", "“好的”", "𠮷㛃䶮𫘝\ue000", "撊", "\ud800摂"])
def test_sound_text_stays_as_it_is(text: str) -> None:
    assert mend_quotes(text) == text
