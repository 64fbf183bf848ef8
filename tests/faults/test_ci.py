"""Each step of `.ci/run` fails on the faults that it is there to find.

On small checkouts, in which every step passes. Then a copy gets one fault, and the step must fail
and say where.
"""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
import toy_book
from browser import chromium
from built_site import NO_CHROMIUM, ROOT, unavailable

STATIC = "src/resnet_book/explorers/static"
LIGHTHOUSE = "tests/site/lighthouse"
RECORDED = "src/resnet_book/results/recorded"
RECORD = "plain-20_cifar10_short_seed-0"
# A page that needs a record and its weights, as the chapters do.
NEEDS_RECORD = f"""from resnet_book.results import load_all, load_network

(run,) = [run for run in load_all() if run.path.stem == "{RECORD}"]
load_network(run)"""

# Stands in for npm, which would ask the network. It makes the bundles that the real one would make,
# and tests what needs no package.
NPM = f"""#!/bin/sh
case "$*" in
  test) exec node --test test/site/page-model.test.js ;;
  *lighthouse*) exec node lighthouse.js --check --saved measured.json ;;
  *lint*) ! grep -rn debugger src ;;
  *build*) cp -r {ROOT / STATIC}/widget.js {ROOT / STATIC}/site ../static ;;
esac
"""

# Reads a page with the fixtures of the real tests.
SITE_TEST = """from layout import OVERFLOW


def test_page_fits(visit, page_name):
    assert visit(f"{page_name}.html").evaluate(OVERFLOW) == []
"""


def copy(where: Path, *names: str) -> None:
    """Files and folders of the real checkout, to the same places below `where`."""
    for name in names:
        source, target = ROOT / name, where / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            ignored = shutil.ignore_patterns("node_modules", "__pycache__")
            shutil.copytree(source, target, ignore=ignored)
        else:
            shutil.copy2(source, target)


def style(where: Path) -> None:
    """A checkout with a file of Python and a notebook."""
    copy(where, "book/ruff.toml")
    (where / "code.py").write_text("print(1)\n")
    toy_book.write_notebook(where, "print(2)")


def explorers(where: Path) -> None:
    """A checkout with the explorers alone."""
    copy(where, "src/resnet_book/explorers")


def lighthouse(where: Path) -> None:
    """A checkout with what Lighthouse has measured: pages that cost nothing."""
    copy(where, f"{LIGHTHOUSE}/budgets.js", f"{LIGHTHOUSE}/lighthouse.js")
    copy(where, f"{LIGHTHOUSE}/budgets.json", f"{LIGHTHOUSE}/package.json")
    scores = dict.fromkeys(["performance", "accessibility", "best-practices", "seo"], 100)
    costs = dict.fromkeys(["bytes", "blocking", "elements"], 0)
    pages = json.loads((ROOT / LIGHTHOUSE / "budgets.json").read_text())
    measured = {page: scores | costs | {"failed": []} for page in pages}
    (where / LIGHTHOUSE / "measured.json").write_text(json.dumps(measured))


def site(where: Path) -> None:
    """A checkout with a book of two pages, and a test that reads it in a browser."""
    toy_book.write(where, "print(1)")
    names = ("built_site", "conftest", "executed", "font_sets", "layout", "page_figures")
    copy(where, "conftest.py", "benchmarks/browser.py", "scripts/build_book.py")
    copy(where, *(f"tests/site/{name}.py" for name in names))
    (where / "tests" / "site" / "test_pages.py").write_text(SITE_TEST)


def records(where: Path) -> None:
    """A checkout with the package, its records, and a notebook that needs one of them."""
    copy(where, "conftest.py", "src", "tests/site/executed.py")
    (where / "book").mkdir()
    toy_book.write_notebook(where, NEEDS_RECORD)


def typed(where: Path) -> None:
    """A checkout with two modules of the package, to be quick."""
    copy(where, "src/resnet_book/choices.py", "src/resnet_book/plain_data.py")


def package(where: Path) -> None:
    """A checkout with the whole package and the drawing of its imports."""
    copy(where, "src", "scripts/draw_imports.py", "CONTRIBUTING.md")


# What is made, and the steps that pass there, in their order.
SOUND = {
    typed: ["types"],
    package: ["imports"],
    style: ["ruff_check", "ruff_format", "no_outputs"],
    explorers: ["explorers"],
    site: ["book", "tests"],
    lighthouse: ["lighthouse"],
    records: ["tests"],
}


def replace(name: str, old: str, new: str):
    def change(where: Path) -> None:
        text = (where / name).read_text(encoding="utf8")
        assert old in text
        (where / name).write_text(text.replace(old, new), encoding="utf8")

    return change


def append(name: str, text: str):
    def change(where: Path) -> None:
        with (where / name).open("a", encoding="utf8") as file:
            file.write(text)

    return change


def remove(name: str):
    def change(where: Path) -> None:
        path = where / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    return change


def page(*cells: str, **changes: object):
    return lambda where: toy_book.write_notebook(where, *cells, **changes)


PRINTED = [{"output_type": "stream", "name": "stdout", "text": "2\n"}]
TOO_WIDE = '<div style="width: 3000px">wide</div></article>'

# step, what it is given, the fault, and what the step must say
FAULTS = {
    "wrong type": (
        "types", typed, append("src/resnet_book/choices.py", "x: int = ''\n"), "assignment",
    ),
    "missing type": (
        "types", typed, append("src/resnet_book/choices.py", "def f(x): ...\n"), "no-untyped-def",
    ),
    "import that points up": (
        "imports", package,
        append("src/resnet_book/models/blocks.py", "import resnet_book.training.recipes\n"),
        "imports point down BROKEN",
    ),
    "stale drawing of imports": (
        "imports", package, replace("CONTRIBUTING.md", "data --> leaves", "data --> models"),
        "the drawing is stale",
    ),
    "unused import": ("ruff_check", style, append("code.py", "import os\n"), "F401"),
    "unused import in a notebook": ("ruff_check", style, page("import os"), "F401"),
    "unformatted code": ("ruff_format", style, append("code.py", "x=1\n"), "code.py"),
    "unformatted notebook": ("ruff_format", style, page("x=1"), "index.ipynb"),
    "outputs": ("no_outputs", style, page("print(2)", outputs=PRINTED), "index.ipynb"),
    "execution count": ("no_outputs", style, page("print(2)", execution_count=1), "index.ipynb"),
    "stale bundle": ("explorers", explorers, append(f"{STATIC}/widget.js", ";"), "widget.js"),
    "stale script": (
        "explorers", explorers, append(f"{STATIC}/site/scrolling.js", ";"), "scrolling.js",
    ),
    "no bundle": ("explorers", explorers, remove(f"{STATIC}/site/shared.js"), "shared.js"),
    "lint of JavaScript": (
        "explorers", explorers,
        append(f"{STATIC}/../js/src/numbers.js", "debugger;\n"), "numbers.js",
    ),
    "failing JavaScript test": (
        "explorers", explorers,
        append(f"{STATIC}/../js/test/site/page-model.test.js", "throw Error('wrong');"), "wrong",
    ),
    "error in a page": ("book", site, page("1 / 0"), "ZeroDivisionError"),
    "Sphinx warning": ("book", site, append("book/glossary.md", "[x](y.md)\n"), "glossary.md"),
    "heavy page": (
        "lighthouse", lighthouse,
        replace(f"{LIGHTHOUSE}/measured.json", '"bytes": 0', '"bytes": 9000000'),
        "book/index: bytes is 9000000",
    ),
    "too little contrast": (
        "lighthouse", lighthouse,
        replace(f"{LIGHTHOUSE}/measured.json", '"accessibility": 100', '"accessibility": 96'),
        "accessibility is 96, not 100",
    ),
    "error in a notebook": ("tests", records, page("1 / 0"), "index.ipynb::Cell 1"),
    "page too wide": (
        "tests", site, replace("_build/html/book/index.html", "</article>", TOO_WIDE),
        "test_page_fits[book/index]",
    ),
    "site not built": ("tests", site, remove("_build"), "no built site"),
    "record missing": ("tests", records, remove(f"{RECORDED}/{RECORD}.json"), "RecordError"),
    "record damaged": (
        "tests", records, replace(f"{RECORDED}/{RECORD}.json", '"seed"', '"sead"'), "RecordError",
    ),
    "weights missing": (
        "tests", records, remove(f"{RECORDED}/{RECORD}.safetensors"), "RecordError",
    ),
}  # fmt: skip


def run(where: Path, *arguments: str, **variables: str) -> tuple[int, str]:
    """Exit status and output of `.ci/run` in a checkout."""
    programs = [where / "programs", Path(sys.executable).parent, os.environ["PATH"]]
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    environment = kept | {
        "PATH": ":".join(map(str, programs)), "PYTHONPATH": str(where / "src"), **variables,
    }  # fmt: skip
    done = subprocess.run(
        ["bash", ".ci/run", *arguments], cwd=where, env=environment, text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    return done.returncode, done.stdout


Outcome = tuple[int, str]


def prepare(folder: Path, make) -> dict[str, Outcome]:
    """Make a checkout and run the steps that pass there."""
    where = folder / make.__name__
    copy(where, ".ci/run", "pyproject.toml")
    npm = where / "programs" / "npm"
    npm.parent.mkdir()
    npm.write_text(NPM)
    npm.chmod(0o755)
    make(where)
    return {step: run(where, "--step", step) for step in SOUND[make]}


def spoil(folder: Path, fault: str, sound: Future) -> Outcome:
    """Copy a checkout, once it is made, put the fault into the copy, and run the step."""
    step, make, change, _ = FAULTS[fault]
    sound.result()
    where = folder / fault.replace(" ", "-")
    shutil.copytree(folder / make.__name__, where, symlinks=True)
    change(where)
    return run(where, "--step", step)


def require_programs(make, step: str) -> None:
    """Skip what needs a program that the README's commands do not install."""
    if make is explorers and not shutil.which("node"):
        unavailable("no Node.js, with which the explorers are tested")
    if make is site and step == "tests" and not chromium(shell=True):
        unavailable(NO_CHROMIUM)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("faults")


@pytest.fixture(scope="module")
def runs(folder):
    """All runs of this file, two at a time: of the checkouts as they are, then of each fault."""
    with ThreadPoolExecutor(2) as pool:
        sound = {make: pool.submit(prepare, folder, make) for make in SOUND}
        spoilt = {
            fault: pool.submit(spoil, folder, fault, sound[make])
            for fault, (_, make, *_) in FAULTS.items()
        }
        yield sound, spoilt


@pytest.mark.parametrize(
    ("make", "step"), [(make, step) for make, steps in SOUND.items() for step in steps]
)
def test_step_passes_without_a_fault(runs, make, step):
    require_programs(make, step)
    status, output = runs[0][make].result()[step]
    assert status == 0, output


@pytest.mark.parametrize("fault", FAULTS)
def test_step_fails_with_the_fault(runs, fault):
    step, make, *_ = FAULTS[fault]
    require_programs(make, step)
    status, output = runs[1][fault].result()
    assert status != 0, output
    assert FAULTS[fault][-1] in output


def test_notebook_that_the_build_has_executed_is_not_executed_again(runs):
    require_programs(site, "tests")
    _, output = runs[0][site].result()["tests"]
    assert "notebooks executed by the website's build: index" in output
    assert "2 passed" in output  # the pages; a notebook's cells would be tests too


def test_run_ends_at_the_first_step_that_fails(folder, runs):
    runs[0][style].result()
    status, output = run(folder / "style", PYTHON="false")
    assert status == 1
    assert "=== environment" in output
    assert "=== ruff_check" not in output
    assert output.endswith("exit status 1\n")


@pytest.mark.parametrize("arguments", [["--step"], ["--step", "unknown"], ["book"]])
def test_unknown_step_is_refused(arguments):
    assert run(ROOT, *arguments)[0] == 2


def test_every_step_is_tried():
    status, steps = run(ROOT, "--steps")
    assert status == 0
    tried = {step for step, *_ in FAULTS.values()}
    prepare = {"environment", "node_tools", "browser_tools"}  # these install what others use
    assert set(steps.split()) == tried | prepare
