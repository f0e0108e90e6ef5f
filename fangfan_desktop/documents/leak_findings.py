"""What was found in a finished file, and the limits within which it is looked through."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from fangfan_desktop.domain.private_numbers import PrivateNumber, find_private
from fangfan_desktop.errors import UserError

_LARGEST_CONTENT = 400 << 20  # everything in the file together, unpacked
_MOST_PARTS = 20_000
_MOST_NESTED = 3


@dataclass(frozen=True, slots=True)
class Leak:
    """A number that must not leave in a public file.

    Attributes:
        where: the place in Chinese words: 工作表“名单”第 7 行 C 列（隐藏行）.
        kind: 身份证号码, 残疾人证号码, 手机号码 or 银行卡号.
        shown: the number with its middle hidden; the whole one stands nowhere in here.
    """

    where: str
    kind: str
    shown: str


@dataclass
class Findings:
    """Collects what is found in one file, with all that is embedded in it."""

    file_name: str
    allowed: Collection[str] = ()
    look_into: Callable[["Findings", bytes], None] | None = None  # a file inside this one
    outer: str = ""  # the place of the file inside which we are
    _found: dict[tuple[str, str], Leak] = field(default_factory=dict[tuple[str, str], Leak])
    _unpacked: int = 0
    _parts: int = 0

    def look(self, text: str, where: Callable[[], str]) -> None:
        """Look over one text; the place is only asked for where something is found."""
        found = find_private(text, self.allowed)
        if found:
            self.add(found, where())

    def add(self, found: Collection[PrivateNumber], where: str) -> None:
        """Keep what was found; the same number at the same place once."""
        place = self.outer + where
        for one in found:
            self._found.setdefault((place, one.number), Leak(place, one.kind, one.shown))

    def add_elsewhere(self, text: str, where: Callable[[], str]) -> None:
        """Likewise, but only numbers that were not found at a better known place."""
        known = {number for _, number in self._found}
        found = [one for one in find_private(text, self.allowed) if one.number not in known]
        if found:
            self.add(found, where())

    def spend(self, size: int) -> None:
        """Count a part of so many bytes, unpacked.

        Raises:
            UserError: the file holds more than any public file does.
        """
        self._unpacked += size
        self._parts += 1
        if self._unpacked > _LARGEST_CONTENT or self._parts > _MOST_PARTS:
            raise UserError(
                f"“{self.file_name}”里面的内容太大，没法查完，不能公开。请分成几份再导出。"
            )

    @property
    def room(self) -> int:
        """Bytes that may still be unpacked."""
        return max(_LARGEST_CONTENT - self._unpacked, 0)

    @property
    def leaks(self) -> tuple[Leak, ...]:
        """Everything found so far, in the order of the file."""
        return tuple(self._found.values())

    def embedded(self, name: str, content: bytes) -> None:
        """Look through a file that is embedded in this one.

        Raises:
            UserError: it can't be looked into.
        """
        outer = self.outer
        if self.look_into is None or outer.count("里的") >= _MOST_NESTED:
            raise self.unreadable("层层嵌入的文件")
        self.outer = f"{outer}嵌入的文件“{safe_name(name.rpartition('/')[2])}”里的"
        self.look_into(self, content)
        self.outer = outer

    def damaged(self) -> UserError:
        """The refusal of a file that cannot be read to its end."""
        return UserError(
            f"“{self.file_name}”已经损坏，没法查完里面有没有身份证号码、电话，不能公开。请重新导出。"
        )

    def unreadable(self, what: str) -> UserError:
        """The refusal of a file that holds something nobody can look into."""
        return UserError(
            f"“{self.file_name}”里有{what}，查不了里面有没有身份证号码、电话，不能公开。请去掉后再试。"
        )


def safe_name(name: str) -> str:
    """A name as part of a place: one that holds a number itself is not repeated."""
    return "（名称中有号码）" if find_private(name) else name
