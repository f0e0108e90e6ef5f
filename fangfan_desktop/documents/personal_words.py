"""Names and numbers of people in a table that was already filled in: none of them becomes form.

A county's "blank" is now and then somebody's filled-in sheet. What a form keeps of it are texts;
here those parts of texts that say who somebody is are taken out of them.
"""

import re

_HAN = "\u3400-\u9fff\ue000-\uf8ff\U00020000-\U0003ffff"
_WHO = (
    r"(?:填[表报]|审核|审批|制表|经办|负责|责任|联系|调查|核查|排查|入户|帮扶|见证|受访)(?:人员?|干部)?"
    r"|户主(?:姓名)?|姓名|书记|主任|队[员长]|网格员|身份证号码?|(?:联系|手机)?电话|手机号?码?"
)
_LABELLED = re.compile(
    rf"((?:{_WHO})(?:[(（][^()（）]{{0,12}}[)）])?[ \u3000]*[:：][ \u3000]*)"
    rf"(?:[{_HAN}]{{2,4}}|[{_HAN}]{{1,8}}·[{_HAN}]{{1,8}}|[0-9][0-9 -]{{5,19}}[0-9Xx])"
    rf"(?![{_HAN}0-9:：(（·])"
)
_NUMBERS = re.compile(
    r"(?<![0-9])(?:1[3-9][0-9]{9}|[1-9][0-9]{16}[0-9Xx]|[1-9][0-9]{14})(?![0-9Xx])"
)
_OF_A_PERSON = re.compile(
    r"(?:姓名|户主|负责人|责任人|联系人|帮扶人|填[表报]人|书记|主任|网格员|成员)(?:[(（][^()（）]*[)）])?$"
)
_NAME = re.compile(rf"[{_HAN}]{{2,4}}|[{_HAN}]{{1,8}}·[{_HAN}]{{1,8}}")
_NO_NAME = re.compile("姓名|电话|关系|签[字名]|与否|是否|职务|号码|性别|年龄|单位")


def without_people(text: str) -> str:
    """The text without names behind 填表人： and the like, ID numbers and telephones."""
    return _NUMBERS.sub("", _LABELLED.sub(r"\1", text)).rstrip()


def has_number_of_person(text: str) -> bool:
    """Whether an ID number or a telephone stands in the text."""
    return _NUMBERS.search(text) is not None


def is_name_below(heading: str, text: str) -> bool:
    """Whether a text under a heading that asks for a person looks like one's name."""
    return (
        _OF_A_PERSON.search("".join(heading.split())) is not None
        and _NAME.fullmatch(text) is not None
        and _NO_NAME.search(text) is None
        and _OF_A_PERSON.search(text) is None
    )
