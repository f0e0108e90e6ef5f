"""All keys of the program in one place: the manual's chapter and the tests go by it.

Keys are named as people read them on the keyboard; a test presses each of them.
"""

from dataclasses import dataclass

KEYS = "keys"  # the chapter of the manual


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Keys that belong together: (keys parted by 、, what they do)."""

    title: str
    lines: tuple[tuple[str, str], ...]


_MOVING = KeyGroup(
    "表格：移动",
    (
        ("←、→、↑、↓", "移动一格"),
        ("Tab、Shift+Tab", "右移、左移，到行尾转下一行"),
        ("Enter、Shift+Enter", "下移、上移；连按几次 Tab 之后按 Enter，回到下一行开始的那一列"),
        ("Ctrl+←、Ctrl+→、Ctrl+↑、Ctrl+↓", "跳到有内容的边上，越过空格到下一处有内容的格"),
        ("Home、End", "本行第一格、最后一格"),
        ("Ctrl+Home、Ctrl+End", "表的开头、末尾"),
        ("PageUp、PageDown", "上翻、下翻一屏"),
        ("Alt+PageUp、Alt+PageDown", "左翻、右翻一屏"),
        ("Ctrl+Backspace", "滚动之后回到当前格"),
        ("Ctrl+PageDown、Ctrl+PageUp", "下一个村、上一个村"),
        ("Ctrl+Tab、Ctrl+Shift+Tab", "下一张表、上一张表"),
        ("F6、Shift+F6", "离开表格，到后面、前面的控件"),
    ),
)
_SELECTING = KeyGroup(
    "表格：选择",
    (
        ("Shift+←、Shift+→、Shift+↑、Shift+↓", "扩大、缩小选区；当前格不动，打字仍填在当前格"),
        ("Ctrl+Shift+←、Ctrl+Shift+→、Ctrl+Shift+↑、Ctrl+Shift+↓", "选到有内容的边上"),
        ("Shift+Home、Shift+End", "选到本行开头、末尾"),
        ("Ctrl+Shift+Home、Ctrl+Shift+End", "选到表的开头、末尾"),
        ("Shift+PageUp、Shift+PageDown", "选区上扩、下扩一屏"),
        ("Shift+空格", "选整行"),
        ("Ctrl+空格", "选整列"),
        ("Ctrl+A", "全选"),
        ("Shift+Backspace", "只留当前格"),
        ("Tab、Enter", "选中一块时，在块里一格一格转"),
    ),
)
_TYPING = KeyGroup(
    "表格：填写",
    (
        ("直接打字", "替换这一格，方向键也可以收下并移走"),
        ("F2", "在原内容上修改；打字时再按 F2，方向键改为移动光标"),
        ("Enter、Tab", "收下并移到下一格"),
        ("Esc", "放弃正在打的字；在标红的格上，丢掉读不懂的字，恢复原来的内容"),
        ("Backspace", "清空这一格并开始打字；是否栏、选项栏直接清空"),
        ("Delete", "清空选中的格"),
        ("Alt+Enter", "长文字里换行"),
        ("Ctrl+;", "日期栏填今天"),
        ("1、y、是", "是否栏填“是”，并到下一格"),
        ("0、n、否", "是否栏填“否”，并到下一格"),
        ("空格", "是否栏在“是”“否”之间切换"),
        ("1、2、3", "选项栏按序号选，例如排查方式 1 是入户排查"),
        ("Alt+↓", "打开选项；文字栏列出这一列已有的内容"),
    ),
)
_BLOCKS = KeyGroup(
    "表格：复制和填充",
    (
        ("Ctrl+C、Ctrl+Insert", "复制，可粘贴到 Excel、WPS"),
        ("Ctrl+Shift+C", "连表头一起复制；“粘贴到空格”在右键菜单里"),
        ("Ctrl+X、Shift+Delete", "剪切"),
        ("Ctrl+V、Shift+Insert", "粘贴，也可以从 Excel、WPS 来"),
        ("Ctrl+D", "向下填充：选区第一行，只选一行时是上面一行"),
        ("Ctrl+R", "向右填充"),
        ("Ctrl+Enter", "把正在打的字、或者当前格的内容填满选区，一步撤销"),
        ("Shift+F10", "打开右键菜单（也可以按菜单键）"),
    ),
)
_FINDING = KeyGroup(
    "表格：查找、筛选、列",
    (
        ("Ctrl+F", "查找；选中多格时只在选区里找"),
        ("Ctrl+H", "替换；选中多格时只在选区里替换"),
        ("F3、Shift+F3", "找下一处、上一处"),
        ("F8、Shift+F8", "下一处、上一处错误、疑问或没写入的内容"),
        ("Ctrl+Shift+L", "打开当前列的筛选和排序（也可以按 Alt+Shift+↓）"),
        ("Ctrl+Alt+L", "按现在的内容重新筛选、排序"),
        ("Alt+Shift+←、Alt+Shift+→", "折叠、展开当前列所在的一组"),
        ("Ctrl+Alt+Shift+←、Ctrl+Alt+Shift+→", "当前列在本组里左移、右移"),
    ),
)
_MOUSE = KeyGroup(
    "表格：鼠标",
    (
        ("单击、拖动", "选一格、选一块；Shift+单击 选到这里，Ctrl+单击 再选一块"),
        ("双击", "修改这一格；双击档案来的格，打开这一户"),
        ("单击序号", "选整行，拖动选几行；单击“序号”的表头全选"),
        ("单击表头", "选整列，Ctrl、Shift 同样可用；单击组标题选整组"),
        ("拖动选中的表头", "移动这一列或这一组，只在本组里移"),
        ("拖动、双击表头的边线", "改列宽；双击改成最合适的宽"),
        ("右击表头", "隐藏、冻结、移动、列宽、列设置"),
        (
            "拖选区右下角的小方块",
            "把选区的内容填到拖过的格；双击小方块，一直填到左边一列有内容的最后一行",
        ),
        ("滚轮、Shift+滚轮", "上下、左右滚动"),
        ("Ctrl+滚轮", "放大、缩小"),
    ),
)
_EDITOR = KeyGroup(
    "修改表样",
    (
        ("Ctrl+S", "保存为新版本"),
        ("Ctrl+Z", "撤销对表样的修改；打字的栏里也是撤销上一步"),
        ("Ctrl+Y、Ctrl+Shift+Z", "重做"),
    ),
)
_CASES = KeyGroup(
    "监测帮扶",
    (
        ("Ctrl+N", "登记线索"),
        ("←、→、↑、↓", "在看板的各栏、各卡片之间移动"),
        ("Shift+↑、Shift+↓、Ctrl+A", "多选几张卡片、选整栏"),
        ("Enter", "打开个案"),
        ("Ctrl+Enter", "给选中的个案记录这一步"),
        ("Esc", "从个案回到看板、列表"),
        ("Ctrl+Tab", "看板、列表之间切换"),
    ),
)
_WINDOW = KeyGroup(
    "整个窗口",
    (
        ("Ctrl+Z", "撤销"),
        ("Ctrl+Y、Ctrl+Shift+Z", "重做"),
        ("Ctrl+K", "查找农户"),
        ("Ctrl+1 … Ctrl+8", "打开左边第几页"),
        ("Ctrl++、Ctrl+-", "放大、缩小"),
        ("Ctrl+Shift+0", "恢复 100%"),
        ("F1", "这一页的说明"),
        ("Ctrl+/", "本表：全部按键"),
    ),
)
GROUPS = (_MOVING, _SELECTING, _TYPING, _BLOCKS, _FINDING, _MOUSE, _EDITOR, _CASES, _WINDOW)
_ABOUT = (
    "和用电子表格一样，手不用离开键盘。随时按 Ctrl+/ 打开这一章。"
    "常用的填法：先选一列的几十格，按 F2 打“是”再按 Ctrl+Enter，整列填“是”，然后只改个别的“否”。"
)


def keys_chapter() -> str:
    """The chapter as Markdown, with its title."""
    parts = ["# 按键", "", _ABOUT]
    for group in GROUPS:
        parts += ["", f"## {group.title}", "", "| 按键 | 作用 |", "|---|---|"]
        parts += [f"| {keys} | {words} |" for keys, words in group.lines]
    return "\n".join(parts) + "\n"
