"""The README: its ten lines run, its numbers are those of the records."""

import re
import subprocess
import sys
from pathlib import Path

from resnet_book.results import load_all, published, select
from resnet_book.words import with_spread

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text(encoding="utf8")


def test_ten_lines_of_python_print_what_the_readme_says():
    code, printed = re.search(r"```python\n(.*?)```\n\n```\n(.*?)```", README, re.DOTALL).groups()
    assert len([line for line in code.splitlines() if line]) <= 10
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    line = re.compile(r"(\S+): training error ([\d.]+) %")
    quoted, found = (line.findall(text) for text in (printed, done.stdout))
    assert [name for name, _ in found] == [name for name, _ in quoted]
    for errors in (quoted, found):
        plain_20, plain_56, resnet_56 = (float(error) for _, error in errors)
        assert max(plain_20, resnet_56) < 15 < 40 < plain_56


def test_numbers_are_those_of_the_records():
    runs = load_all()
    paper, short = (select(runs, data="cifar10", recipe=name) for name in ("paper", "short"))

    def row(start):
        return next(line for line in README.splitlines() if line.startswith(f"| {start}"))

    def error(recipe, name, what):
        return with_spread([getattr(run.final, what) for run in recipe[name]])

    assert f"| {error(paper, 'resnet-20-A', 'test_error')} %" in row("ResNet-20")
    assert f"{published('he2015', 6, 'ResNet-20', 'test error').value} % (Table 6)" in row("ResNet")
    assert f"| {error(paper, 'plain-20', 'test_error')} %" in row("plain-20")
    for start, names in (
        ("plain, 20", ("plain-20", "plain-56")),
        ("residual, 20", ("resnet-20-A", "resnet-56-A")),
    ):
        assert " → ".join(error(short, name, "train_error") for name in names) in row(start)
        assert {len(short[name]) for name in names} == {3}
    for name in ("resnet-20-A", "plain-20"):
        assert len(paper[name]) == 1
