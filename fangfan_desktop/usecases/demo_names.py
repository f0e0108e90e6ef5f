"""Made-up people for the demo township: names, numbers and telephones that belong to nobody.

ID numbers begin with 450299, a county code that was never given out; telephones begin with 160, a
series that no carrier has. So no real person's data can come out by chance.
"""

from datetime import date
from random import Random

from fangfan_desktop.domain.identity_number import check_digit

AREA_CODE = "450299"
PHONE_SERIES = "160"

_SURNAMES = (
    "韦" * 14 + "覃" * 10 + "黄" * 12 + "莫" * 6 + "蓝" * 5 + "罗" * 6 + "梁" * 6 + "陆" * 5
    + "农" * 4 + "岑" * 2 + "甘" * 2 + "廖" * 3 + "欧" * 2 + "谭" * 3 + "邓" * 3 + "李" * 8
    + "陈" * 7 + "周" * 3 + "何" * 3 + "蒙" * 4 + "卢" * 3 + "潘" * 3 + "石" * 2 + "吴" * 3
    + "曾" * 2 + "单" + "仇" + "解"
)  # fmt: skip
_MALE = "建国志强水生永福日新家明德光文武忠义春林海涛金龙天佑景云宏达子轩浩然俊杰少华启航"
_FEMALE = "秀英桂兰玉芬凤娇美莲春花丽琴月梅素珍雪晴雨桐思颖佳怡小燕红霞婷慧银香彩云"
# characters that spreadsheets and printers lose: the demo shows that we do not
_RARE = "燚𠮷㛃䶮𫘝锳堃"
_RARE_SHARE = 0.01
_ONE_CHARACTER_SHARE = 0.18
_FEW = 40  # the first order number of a day, so that numbers do not all look alike
_LAST_ORDER = 999


class People:
    """Draws names, ID numbers and telephones; the same seed gives the same ones."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._given: dict[date, int] = {}
        self._phone = 0

    def surname(self) -> str:
        """A surname as frequent as in the hills of northern Guangxi."""
        return self._random.choice(_SURNAMES)

    def name(self, surname: str, *, is_male: bool) -> str:
        """A full name."""
        pool = _MALE if is_male else _FEMALE
        draw = self._random.random()
        if draw < _RARE_SHARE:
            return surname + self._random.choice(_RARE)
        if draw < _ONE_CHARACTER_SHARE:
            return surname + self._random.choice(pool)
        return surname + self._random.choice(pool) + self._random.choice(pool)

    def birthday(self, year: int) -> date:
        """A day of that year."""
        return date(year, self._random.randint(1, 12), self._random.randint(1, 28))

    def id_number(self, born_on: date, *, is_male: bool) -> str:
        """A number with a right check digit, of an area that does not exist; never twice.

        Raises:
            OverflowError: more than 500 people are born on one day.
        """
        number = self._given.get(born_on, self._random.randrange(_FEW))
        self._given[born_on] = number + 1
        order = number * 2 + (1 if is_male else 0)
        if order > _LAST_ORDER:
            raise OverflowError(born_on)
        first = f"{AREA_CODE}{born_on:%Y%m%d}{order:03d}"
        return first + check_digit(first)

    def phone(self) -> str:
        """A telephone number that rings nowhere."""
        self._phone += 1
        return f"{PHONE_SERIES}{self._phone:08d}"
