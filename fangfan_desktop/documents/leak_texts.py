"""All texts of an XML part, each whole: joined over the runs that office programs cut it into."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

# Elements whose text goes on in the one around them; every other one holds a text of its own.
_INLINE = frozenset(
    word
    for line in (
        "r t delText instrText delInstrText ins del moveFrom moveTo hyperlink smartTag sdt",
        "sdtContent fldSimple customXml dir bdo ruby rubyBase fld AlternateContent Choice",
        "font span b i u em strong a sub sup",
    )
    for word in line.split()
)
_STANDS_FOR = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_FIELD = frozenset({"instrText", "delInstrText"})
_TAKEN_OUT = frozenset({"del", "moveFrom"})
_PUT_IN = frozenset({"ins", "moveTo"})
_GUID = re.compile(r"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}")
_NUMBER = re.compile(r"[+-]?[0-9]*\.?[0-9]+(?:[Ee][+-]?[0-9]{1,3})?")
_GUID_LENGTH = 36
_SHORTEST = 11  # digits of a mobile
_MOST_DEPTH = 400

Attributes = dict[str, str]


class BrokenPartError(ValueError):
    """The part is no XML that can be read wholly."""


@dataclass(slots=True)
class Spot:
    """Where the walk stands.

    Attributes:
        path: elements around the text, the outermost first: local name, attributes.
        attribute: local name of the attribute that holds the text; "" for a text of an element.
        position: byte in the part.
    """

    path: list[tuple[str, Attributes]] = field(default_factory=list[tuple[str, Attributes]])
    attribute: str = ""
    position: int = 0

    def around(self, name: str) -> Attributes | None:
        """Attributes of the innermost element of that name; None where there is none."""
        return next((found for local, found in reversed(self.path) if local == name), None)

    @property
    def name(self) -> str:
        """Local name of the innermost element."""
        return self.path[-1][0] if self.path else ""

    @property
    def parent(self) -> str:
        """Local name of the element around it."""
        return self.path[-2][0] if len(self.path) > 1 else ""


OnText = Callable[[str, Spot], None]


def whole_number(text: str) -> str | None:
    """The digits of a number as spreadsheets store it (1.3800001111E10); "" for a fraction.

    None: the text is no number.
    """
    if not _NUMBER.fullmatch(text):
        return None
    if "." not in text and "e" not in text.lower():
        return text.lstrip("+-")
    value = abs(float(text))
    if value >= 1e30 or not value.is_integer():  # noqa: PLR2004 - no number of a person
        return ""
    mantissa, _, exponent = text.lower().lstrip("+-").partition("e")
    units, _, parts = mantissa.partition(".")
    digits = units + parts.rstrip("0")
    return digits.ljust(len(units) + int(exponent or 0), "0") if digits else ""


def walk_texts(part: bytes, on_text: OnText) -> None:
    """Call `on_text` with every text and long attribute of a part.

    Raises:
        BrokenPartError: it is no well-formed XML, or declares entities.
    """
    walk = _Walk(on_text)
    try:
        walk.parser.Parse(part, True)
        walk.finish()
    except (expat.ExpatError, UnicodeError) as error:
        raise BrokenPartError(str(error)) from error


def elements_of(part: bytes, name: str) -> list[Attributes]:
    """Attributes of all elements of one local name.

    Raises:
        BrokenPartError: it is no well-formed XML, or declares entities.
    """
    found: list[Attributes] = []

    def start(whole_name: str, attributes: Attributes) -> None:
        if whole_name.rpartition(":")[2] == name:
            found.append(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, UnicodeError) as error:
        raise BrokenPartError(str(error)) from error
    return found


def _refuse(*_: object) -> None:
    raise BrokenPartError("declaration")


def tagless(part: bytes) -> str:
    """The text of a part that only looks like XML, tags left out."""
    text = part.decode("utf-8", "replace")
    return re.sub(r"<[^>]*>", "", re.sub(r"</?(?:p|div|br|td|tr)\b[^>]*>", "\n", text))


class _Walk:
    def __init__(self, on_text: OnText) -> None:
        self._on_text = on_text
        self._spot = Spot()
        self._buffers: list[list[tuple[str, str]]] = [[]]
        self._marks: list[str] = []
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.CommentHandler = self._aside
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartDoctypeDeclHandler = _refuse
        self.parser = parser

    def _start(self, name: str, attributes: Attributes) -> None:
        local = name.rpartition(":")[2]
        spot = self._spot
        spot.path.append((local, attributes))
        if local not in _INLINE:
            self._buffers.append([])
            if len(spot.path) > _MOST_DEPTH:
                raise BrokenPartError("too deep")
        elif local in _FIELD:
            self._marks.append("f")
        elif local in _TAKEN_OUT:
            self._marks.append("-")
        elif local in _PUT_IN:
            self._marks.append("+")
        for key, value in attributes.items():
            if len(value) >= _SHORTEST and "panose" not in key and local != "panose1":
                self._attribute(key, value)

    def _attribute(self, key: str, value: str) -> None:
        digits = whole_number(value)
        self._spot.attribute = key.rpartition(":")[2]
        self._tell(value if digits is None else digits)
        self._spot.attribute = ""

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local not in _INLINE:
            pieces = self._buffers.pop()
            if pieces:
                self._tell_pieces(pieces)
            if local in _STANDS_FOR:
                self._buffers[-1].append((_STANDS_FOR[local], ""))
        elif local in _FIELD or local in _TAKEN_OUT or local in _PUT_IN:
            self._marks.pop()
        self._spot.path.pop()

    def _data(self, text: str) -> None:
        self._buffers[-1].append((text, self._marks[-1] if self._marks else ""))

    def finish(self) -> None:
        """Tell what stood in no element that holds a text of its own."""
        self._tell_pieces(self._buffers[0])

    def _aside(self, text: str) -> None:
        self._tell(text)

    def _instruction(self, _target: str, text: str) -> None:
        self._tell(text)

    def _tell_pieces(self, pieces: list[tuple[str, str]]) -> None:
        marks = {mark for _, mark in pieces}
        if marks == {""} and len(pieces) == 1:
            self._tell(pieces[0][0])
            return
        # In files of other makers the same names may hold texts that have nothing to do with each
        # other, so each is told by itself too.
        for text, _ in pieces:
            if len(text) >= _SHORTEST:
                self._tell(text)
        # As it reads now, as it read before, and the codes of fields, each for itself.
        for kept in {"", "+"}, {"", "-"}, {"f"}:
            if marks & kept:
                self._tell("".join(text for text, mark in pieces if mark in kept))

    def _tell(self, text: str) -> None:
        if len(text) >= _GUID_LENGTH and "-" in text:
            text = _GUID.sub("", text)
        self._spot.position = self.parser.CurrentByteIndex
        self._on_text(text, self._spot)
