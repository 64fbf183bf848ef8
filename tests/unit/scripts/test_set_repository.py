"""The repository's address, which stands in `_config.yml`, is the same wherever it is repeated."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import set_repository as repository

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = ROOT / "scripts" / "set_repository.py"


NAME = repository.PROJECT
OLD = f"https://github.com/{repository.UNSET_OWNER}/{NAME}"
NEW = "https://github.com/me/my-book"


def notebook(*lines: str) -> str:
    cells = [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["# Über σ\n", "text"]},
        {
            "cell_type": "code",
            "execution_count": None,
            "id": "b",
            "metadata": {},
            "outputs": [],
            "source": [f"{line}\n" for line in lines],
        },
    ]
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


@pytest.fixture
def book(tmp_path):
    """A small book, with the address in all the ways in which one is written."""
    texts = {
        "_config.yml": (
            f"title: x\nrepository: # one place\n  # why\n  url: {OLD}\n  branch: main\n"
        ),
        "README.md": (
            f"git clone {OLD}.git\ncd {NAME}\n[issues]({OLD}/issues) {OLD}.\n"
            f"[site](https://{repository.UNSET_OWNER}.github.io/{NAME}/)\n"
            f"![badge](https://img.shields.io/github/stars/{repository.UNSET_OWNER}/{NAME})\n"
            f"[colab](https://colab.research.google.com/github/{repository.UNSET_OWNER}/{NAME}/"
            "blob/main/book/a.ipynb)\n"
        ),
        "CITATION.cff": f"repository-code: {OLD}\n",
        "pyproject.toml": f'name = "{NAME}"\n[project.urls]\nRepository = "{OLD}"\n',
        "book/a.ipynb": notebook(
            f'%pip install -q "resnet-book @ git+{OLD}"', "import resnet_book"
        ),
        ".github/workflows/test.yml": (
            f"if: github.repository == '{repository.UNSET_OWNER}/{NAME}'\r\n"
            "# keeps its line ends\r\n"
        ),
        "other.md": "https://github.com/KaimingHe/deep-residual-networks and cd book\n",
        "data/secret.md": f"{OLD}\n",
    }
    for name, text in texts.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    return tmp_path


def run(root, *arguments):
    return repository.main(list(arguments), root)


def contents(root):
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def test_the_real_files_agree():
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.splitlines()) == (
        0,
        [f"all files agree on {repository.configured(ROOT)}"],
    )


def test_the_real_files_take_a_new_address_and_the_old_one_again(tmp_path, capsys):
    for name, _ in repository.files(ROOT):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    before = contents(tmp_path)
    old = str(repository.configured(tmp_path))
    new = "https://github.com/somebody-else/quite-another-name"

    assert run(tmp_path, new) == 0
    assert str(repository.configured(tmp_path)) == new
    changed = {name for name, data in contents(tmp_path).items() if data != before[name]}
    assert {"_config.yml", "README.md", "CITATION.cff", "pyproject.toml"} <= changed
    for name in changed:
        lines = before[name].decode().splitlines(), (tmp_path / name).read_text().splitlines()
        for was, now in zip(*lines, strict=True):
            assert was == now or "quite-another-name" in now
        if name.endswith(".ipynb"):
            assert len(json.loads((tmp_path / name).read_text())["cells"]) > 0

    assert run(tmp_path, old) == 0
    assert contents(tmp_path) == before
    assert capsys.readouterr().err == ""


def test_a_new_address_reaches_every_spelling(book, capsys):
    before = contents(book)
    assert run(book, NEW) == 0
    after = {name: data.decode() for name, data in contents(book).items()}
    assert after["_config.yml"] == before["_config.yml"].decode().replace(OLD, NEW)
    assert after["README.md"] == (
        f"git clone {NEW}.git\ncd my-book\n[issues]({NEW}/issues) {NEW}.\n"
        "[site](https://me.github.io/my-book/)\n"
        "![badge](https://img.shields.io/github/stars/me/my-book)\n"
        "[colab](https://colab.research.google.com/github/me/my-book/blob/main/book/a.ipynb)\n"
    )
    assert after["pyproject.toml"].startswith(f'name = "{NAME}"\n')
    assert f'Repository = "{NEW}"' in after["pyproject.toml"]
    assert after[".github/workflows/test.yml"] == (
        "if: github.repository == 'me/my-book'\r\n# keeps its line ends\r\n"
    )
    unchanged = {name for name, text in after.items() if text.encode() == before[name]}
    assert unchanged == {"other.md", "data/secret.md"}
    out = capsys.readouterr().out.splitlines()
    assert "changed book/a.ipynb" in out
    assert out[-1] == f"all files agree on {NEW}"


def test_only_a_notebooks_one_line_changes(book):
    path = book / "book/a.ipynb"
    before = path.read_text(encoding="utf-8").splitlines()
    assert run(book, NEW) == 0
    after = path.read_text(encoding="utf-8").splitlines()
    different = [now for was, now in zip(before, after, strict=True) if was != now]
    assert different == [f'    "%pip install -q \\"resnet-book @ git+{NEW}\\"\\n",']
    assert json.loads(path.read_text(encoding="utf-8"))["nbformat"] == 4


def test_there_and_back_changes_nothing(book):
    before = contents(book)
    assert run(book, NEW + ".git") == 0
    assert run(book, "https://github.com/Third-1/her.book_2/") == 0
    assert run(book, "--check") == 0
    assert run(book, OLD) == 0
    assert contents(book) == before


def test_without_an_address_that_of_the_configuration_is_applied(book):
    path = book / "_config.yml"
    path.write_text(path.read_text().replace(OLD, '"https://github.com/you/renamed"'))
    assert run(book, "--check") == 1
    assert run(book) == 0
    assert run(book, "--check") == 0
    assert "git+https://github.com/you/renamed" in (book / "book/a.ipynb").read_text()
    assert (
        "git clone https://github.com/you/renamed.git\ncd renamed\n"
        in (book / "README.md").read_text()
    )


@pytest.mark.parametrize(
    "straggler",
    [
        "https://github.com/someone/{name}/issues",
        "git@github.com:someone/{name}.git",
        "https://raw.githubusercontent.com/someone/{name}/main/x",
        "https://mybinder.org/v2/gh/someone/{name}/main",
        "https://nbviewer.org/github/someone/{name}/blob/main/a.ipynb",
        "https://someone.github.io/{name}",
        "https://github.com/someone/{NAME}",
        "https://badge.example?url=https%3A%2F%2Fgithub.com%2Fsomeone%2F{name}",
    ],
)
def test_check_names_stragglers_and_a_run_mends_them(book, capsys, straggler):
    path = book / "docs/guide.md"
    path.parent.mkdir()
    path.write_text(straggler.format(name=NAME, NAME=NAME.title()) + "\n")
    before = contents(book)
    assert run(book, "--check") == 1
    assert capsys.readouterr().out == f"docs/guide.md: has another address than {OLD}\n"
    assert contents(book) == before
    assert run(book) == 0
    assert "someone" not in path.read_text()
    assert repository.UNSET_OWNER in path.read_text()


@pytest.mark.parametrize(
    "text",
    [
        "https://github.com/someone/{name}-next",
        "https://github.com/someone/my-{name}",
        "https://notgithub.com/someone/{name}",
        "pip install {name}",
        "https://pypi.example/project/{name}",
    ],
)
def test_other_projects_are_left_alone(book, text):
    (book / "guide.md").write_text(text.format(name=NAME))
    assert run(book, "--check") == 0


def test_check_names_what_lacks_the_address(book, capsys):
    (book / "README.md").write_text("nothing\n")
    (book / "book/a.ipynb").write_text(notebook("from resnet_book import papers"))
    (book / "book/b.ipynb").write_text(notebook("1 + 1"))
    assert run(book, "--check") == 1
    assert capsys.readouterr().out.splitlines() == [
        f"README.md: lacks {OLD}",
        f"book/a.ipynb: its first code cell does not install git+{OLD}",
    ]
    assert run(book) == 1


@pytest.mark.parametrize(
    "address",
    [
        "my-book",
        "me/my-book",
        "http://github.com/me/my-book",
        "https://gitlab.com/me/my-book",
        "https://github.com/me",
        "https://github.com/me/my-book/tree/main",
        "https://github.com/with_underscore/my-book",
        "https://github.com/-me/my-book",
        "https://github.com/me/..",
        "https://github.com/me/my book",
        "https://github.com/me/me.github.io",
        "",
    ],
)
def test_a_bad_address_is_refused_in_one_line(book, capsys, address):
    before = contents(book)
    assert run(book, address) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert repr(address) in captured.err
    assert "https://github.com/ACCOUNT/REPOSITORY" in captured.err
    assert contents(book) == before


@pytest.mark.parametrize(
    "configuration", ["title: x\n", "repository:\n  branch: main\nhtml:\n  url: https://x\n", None]
)
def test_a_configuration_without_an_address_is_refused_in_one_line(book, capsys, configuration):
    if configuration is None:
        (book / "_config.yml").unlink()
    else:
        (book / "_config.yml").write_text(configuration)
    assert run(book) == 2
    assert capsys.readouterr().err.startswith("_config.yml has no `url:` below `repository:`")


def test_with_git_only_what_it_keeps_is_read(book):
    subprocess.run(["git", "init", "-q", str(book)], check=True)
    (book / ".gitignore").write_text("/data/\n")
    names = {name for name, _ in repository.files(book)}
    assert "README.md" in names
    assert "data/secret.md" not in names
    assert not any(name.startswith(".git/") for name in names)
