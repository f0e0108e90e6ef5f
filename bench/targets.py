"""The work that is measured, in the order of the table: name, target, what may be compared."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """One line of the table; `why` is said where the target is missed.

    `is_of_slowest`: the target holds for every run, not for the median.
    """

    work: str
    seconds: float | None
    megabytes: float | None = None
    why: str = ""
    is_of_slowest: bool = False


_COLLECTING = (
    "one frame in some sixty meets Python freeing garbage among 20,000 rows; in the program that"
    " runs on a timer between frames"
)
_FIRST_CLICK = "the first click also loads and builds the page; the rows alone take half of it"
_READ_TWICE = (
    "every cell of 80,000 people is read, judged and compared, once for the trial and once more"
)
_PROGRAM = "the program with its libraries is most of it, the workbook itself takes some 35 MB"
_OWN = "a goal set here, no agreed target; what takes longer runs beside the window"

TARGETS: dict[str, Target] = {
    "demo": Target("make the township (fangfan demo)", 30.0),
    "places": Target("search 665,276 places as one types, slowest", 0.050, is_of_slowest=True),
    "start": Target("start to a window that answers, database open", 1.0),
    "open-grid": Target(
        "open the 附件1 grid, all villages: first painted rows", 0.2, why=_FIRST_CLICK
    ),
    "scroll": Target("scroll by a page, slowest frame", 0.033, why=_COLLECTING, is_of_slowest=True),
    "cell-screen": Target("one cell typed: on the screen", 0.016),
    "cell-disk": Target("one cell typed: on the disk", 0.020),
    "paste-block": Target("paste 1,000 × 10", 0.5),
    "paste-all": Target("paste all rows, every column that is typed", 8.0),
    "paste-screen": Target("paste all cells of all rows in the window: looked at, on disk", 8.0),
    "paste-gap": Target("the same: longest time that the window does not answer", None),
    "paste-undo": Target("undo of that paste in the window", None),
    "fill-screen": Target("fill a column of all rows in the window", None),
    "copy-screen": Target("copy all cells as text and HTML", None),
    "filter": Target("filter all rows by a column", 0.15),
    "filter-bar": Target("filter all rows by the bar above the grid", 0.15),
    "sort": Target("sort all rows by a column", 0.15),
    "sort-3": Target("sort all rows by 3 columns", 0.15),
    "menu": Target("open the menu of a column with thousands of values", None),
    "select": Target("select all cells, counted and summed", None),
    "fold": Target("fold or unfold the largest group of columns", None),
    "move": Target("move the largest group of columns", None),
    "zoom": Target("letters of another size, the grid painted anew", None),
    "form-new": Target("a form from a county's blank workbook", None),
    "form-take-up": Target("take up that form for all households, prefilled", None),
    "form-paste": Target("paste into that form: every typed cell of all rows, on the disk", None),
    "open-further": Target("open that form's tab, all answered: first painted rows", None),
    "compare": Target("compare a second keying of 附件1, all households", None),
    "fill": Target("fill the county's own workbook with all households", None),
    "records": Target("1,000 households' 实地入户核查表 to .pdf, a page each", None),
    "open-roster": Target("open 花名册 as a grid, households: first painted rows", None),
    "open-people": Target("open 花名册 as a grid, people: first painted rows", None),
    "search": Target("search as one types (slowest in the note)", 0.030),
    "statistics": Target("附件3, all villages, all columns", 0.050),
    "figure": Target("the list behind one number of 附件3", None),
    "cases": Target("all cases read, as board and list show them", 0.1, why=_OWN),
    "board": Target("open the board of cases: first painted cards", 0.5, why=_OWN),
    "case": Target("one case read", 0.1, why=_OWN),
    "case-page": Target("open a case in the window", 0.5, why=_OWN),
    "same-step": Target("one step of 20 cases, on the disk", 0.5, why=_OWN),
    "workbench": Target("the workbench read", 0.1, why=_OWN),
    "notice-counts": Target("what waits for a notice, by kind and village", 0.1, why=_OWN),
    "notice": Target("a village's notice drafted, to .pdf, looked through", 0.5, why=_OWN),
    "notice-long": Target("a notice of 300 households to .pdf, looked through", 0.5, why=_OWN),
    "leak-pdf": Target("the look through that .pdf alone", 0.5, why=_OWN),
    "register-xlsx": Target("register of monitored households to .xlsx", 0.5, why=_OWN),
    "register-pdf": Target("register of monitored households to .pdf", 0.5, why=_OWN),
    "archive-xlsx": Target("archive checklist of all villages and cases to .xlsx", 0.5, why=_OWN),
    "wall-xlsx": Target("wall table of all villages to .xlsx, looked through", 0.5, why=_OWN),
    "wall-pdf": Target("one village's wall table to .pdf, looked through", 0.5, why=_OWN),
    "leak-xlsx": Target("the look through that wall table's .xlsx alone", 0.5, why=_OWN),
    "checks": Target("all checks of 附件1", 3.0),
    "import": Target("roster import: trial and apply", 8.0, why=_READ_TWICE),
    "import-again": Target("the same roster once more: nothing changes", None),
    "import-undo": Target("undo of the roster import", 5.0),
    "xlsx": Target("附件1 to .xlsx, styled", 6.0, 60, _PROGRAM),
    "pdf": Target("附件1 to .pdf, A3", 5.0, 200),
    "village-pdf": Target("one village's 附件1 to .pdf", 0.5),
    "backup": Target("backup with its proof", 1.0),
    "backup-encrypted": Target("backup with its proof, encrypted file", None),
    "open-encrypted": Target("open an encrypted file", None),
    "window-memory": Target("memory, window open on the grid", None, 300),
}
