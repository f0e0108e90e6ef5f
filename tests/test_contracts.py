"""Promises about the project itself that no single module can keep."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "fangfan_desktop"
LOCK_FILES = ("requirements.lock", "requirements-dev.lock")
MOST_LINES = 400
MOST_LINES_OF_MAIN_WINDOW = 300
# What is left of quoted terms in papers whose curly quotes were read in the wrong encoding.
DAMAGED = tuple(map(chr, (0x6442, 0x648A, 0x6498)))
# The only texts that hold them on purpose.
ABOUT_DAMAGE = {
    "tests/unit/documents/test_damaged_text.py": "the damage that is mended is what it shows",
    "tests/unit/domain/test_campaign_presets.py": "looks for the damage in the presets' names",
}
# Frozen schema scripts hold statements, not code that somebody reads through.
GENERATED = PACKAGE / "storage" / "migrations" / "versions"
GPL_ONLY_MODULES = frozenset(
    {
        "QtCharts",
        "QtCoAP",
        "QtDataVisualization",
        "QtGraphs",
        "QtGraphsWidgets",
        "QtGrpc",
        "QtHttpServer",
        "QtLottie",
        "QtMqtt",
        "QtNetworkAuth",
        "QtProtobuf",
        "QtQuick3D",
        "QtQuickTimeline",
        "QtVirtualKeyboard",
        "QtWaylandCompositor",
    }
)


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def requirement_name(requirement: str) -> str:
    return re.split(r"[<>=!~;\[ ]", requirement, maxsplit=1)[0]


def pinned(lock: str, package: str) -> str:
    text = (ROOT / lock).read_text(encoding="utf-8")
    found = re.search(rf"^{re.escape(package)}==([\w.]+)", text, re.MULTILINE)
    assert found, f"{package} is not in {lock}"
    return found[1]


def python_files() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if GENERATED not in path.parents]


def tracked_texts() -> Iterator[tuple[str, str]]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - whichever git the developer uses
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if not path.is_file():
            continue
        data = path.read_bytes()
        if b"\0" not in data[:8192]:
            yield name, data.decode("utf-8", errors="replace")


def imported_names(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_qt_is_older_than_6_10_where_it_runs_and_where_it_is_named() -> None:
    assert tuple(map(int, version("PySide6-Essentials").split(".")[:2])) < (6, 10)
    named = [name for name in project()["project"]["dependencies"] if name.startswith("PySide6")]
    assert named == ["PySide6-Essentials>=6.8.3,<6.10"]
    for lock in LOCK_FILES:
        for package in ("pyside6-essentials", "shiboken6"):
            assert tuple(map(int, pinned(lock, package).split(".")[:2])) < (6, 10)


@pytest.mark.parametrize("lock", LOCK_FILES)
def test_lock_file_names_no_package_index_and_pins_by_hash(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    assert "--extra-index" not in text
    assert "--find-links" not in text
    pins = re.findall(r"^\S+==.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    assert pins
    assert all("--hash=sha256:" in pin for pin in pins)


def test_every_runtime_dependency_is_locked_alike_for_users_and_developers() -> None:
    for requirement in project()["project"]["dependencies"]:
        name = requirement_name(requirement).lower()
        assert pinned("requirements.lock", name) == pinned("requirements-dev.lock", name)


def test_no_qt_module_under_the_gpl_alone_is_imported() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in python_files()
        for name in imported_names(path)
        if name.startswith("PySide6.") and name.split(".")[1] in GPL_ONLY_MODULES
    ]
    assert found == []


def test_imports_point_downwards() -> None:
    linter = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    run = subprocess.run(  # noqa: S603 - this interpreter, a fixed text
        [sys.executable, "-c", linter, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_dependency_says_what_it_is_for() -> None:
    table = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| ([\w-]+) \|", table, re.MULTILINE)) - {"package", "what"}
    described = project()
    wanted = described["project"]["dependencies"] + described["dependency-groups"]["dev"]
    names = {requirement_name(requirement) for requirement in wanted}
    assert names - explained == set(), "add a line to docs/dependencies.md"
    assert explained - names - {"icons"} == set(), "no longer a dependency"


def test_no_text_holds_damaged_characters() -> None:
    found = [
        f"{name}: {character}"
        for name, text in tracked_texts()
        if name not in ABOUT_DAMAGE
        for character in DAMAGED
        if character in text
    ]
    assert found == []


@pytest.mark.parametrize("name", ABOUT_DAMAGE)
def test_a_text_is_excepted_only_while_it_speaks_of_damaged_characters(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert any(character in text for character in DAMAGED)


def test_every_name_of_the_glossary_is_a_name_of_the_code() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    named = {
        word
        for quoted in re.findall(r"`([^`]+)`", glossary)
        for word in re.findall(r"[A-Za-z][A-Za-z0-9_-]*", quoted)
    }
    forms = sorted((ROOT / "resources" / "forms").glob("*.toml"))
    code = "".join(path.read_text(encoding="utf-8") for path in (*python_files(), *forms))
    known = set(re.findall(r"[A-Za-z][A-Za-z0-9_-]*", code)) | {
        path.stem for path in PACKAGE.rglob("*") if path.is_dir()
    }
    assert len(named) > 60
    assert named - known == set(), "the glossary names what the code no longer has"


@pytest.mark.parametrize("document", ["docs/architecture.md", "CONTRIBUTING.md", "README.md"])
def test_every_file_that_a_document_names_is_there(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    ours = (
        "fangfan_desktop|resources|tests|bench|docs|installer|views|usecases|storage|models|domain"
    )
    paths = set(re.findall(rf"(?<![\w/.])(?:{ours})(?:/\w[\w-]*)+(?:\.\w+|/)?", text))
    names = {path for path in paths if not (ROOT / path).exists()}
    missing = {
        name
        for name in names
        if not (PACKAGE / name).exists()
        and not (PACKAGE / name).with_suffix(".py").exists()
        and not (PACKAGE / Path(name).parent).with_suffix(".py").exists()
        and not (PACKAGE / f"{name.rpartition('.')[0]}.py").exists()
    }
    assert missing == set()


def test_files_stay_short_enough_to_be_read() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in python_files()
    }
    assert {name: count for name, count in lengths.items() if count > MOST_LINES} == {}
    windows = {name: count for name, count in lengths.items() if name.endswith("/main_window.py")}
    assert all(count <= MOST_LINES_OF_MAIN_WINDOW for count in windows.values()), windows
