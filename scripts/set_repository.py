"""Change the repository's address in `_config.yml`, and everywhere else that it stands.

    python scripts/set_repository.py https://github.com/me/my-book   # a new address
    python scripts/set_repository.py                                 # that of _config.yml, again
    python scripts/set_repository.py --check                         # changes nothing

The address stands in one place, `repository: url:` of `_config.yml`; the README, the citation,
`pyproject.toml`, each notebook's installation line and the links to Colab and to the website repeat
it. Only the address changes in them, so a notebook's other lines stay as they are.

Exit status: 0 if all files agree, 1 if some do not (they are named), 2 for a bad address.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROJECT = "deep-residual-learning-measured"  # the name that the repository was born with
# No account can have an underscore in its name, so nobody can own the first address.
UNSET_OWNER = "your_account"

# Where addresses are written as examples, or are assembled.
SKIPPED = {"scripts/set_repository.py", "tests/unit/scripts/test_set_repository.py"}
SKIPPED_FOLDERS = {"_build", "node_modules", "__pycache__", "build", "dist", "data", "runs"}
LARGEST = 5_000_000  # bytes; no file with an address is near it
REQUIRED = ("README.md", "CITATION.cff", "pyproject.toml")

OWNER = r"(?!-)(?:[A-Za-z0-9]|-(?!-)){1,39}(?<!-)"
NAME = r"[A-Za-z0-9._-]{1,100}"
SLASH = r"(?:/|%2[Ff])"  # the second in the query of a badge
# What stands before `owner/name`: the hosts that serve a repository of GitHub, each its own way.
HOST = (
    rf"(?:(?:(?<![\w-])|(?<=%2F))github\.com{SLASH}|github\.com:|raw\.githubusercontent\.com{SLASH}"
    rf"|api\.github\.com{SLASH}repos{SLASH}"
    rf"|\.[a-z]+/(?:v2/)?(?:github|gh)/|img\.shields\.io/github/[\w/-]*?/)"
)


class BadAddress(ValueError):
    """An address that cannot be a repository of GitHub; its text says what would do."""


@dataclass(frozen=True)
class Address:
    """The address of a repository: https://github.com/owner/name."""

    owner: str
    name: str

    def __str__(self) -> str:
        return f"https://github.com/{self.owner}/{self.name}"


def parse(text: str, where: str = "address") -> Address:
    """The address in `text`; a final slash or `.git` is left out.

    Raises:
        BadAddress: names the text.
    """
    wanted = "https://github.com/ACCOUNT/REPOSITORY is what would do"
    match = re.fullmatch(
        rf"https://github\.com/({OWNER}|{UNSET_OWNER})/({NAME}?)(?:\.git)?/?", text
    )
    if match is None or match[2] in {".", ".."}:
        raise BadAddress(f"{where} {text!r} is no repository's address: {wanted}")
    if match[2].lower().endswith(".github.io"):
        raise BadAddress(f"{where} {text!r} is an account's home page, not a book's: {wanted}")
    return Address(match[1], match[2])


def configured(root: Path) -> Address:
    """The address in `_config.yml`.

    Raises:
        BadAddress: if there is no such file, no address in it, or a bad one.
    """
    path = root / "_config.yml"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    block = re.search(
        r"^repository:[^\n]*\n((?:[ \t]+[^\n]*\n|[ \t]*#[^\n]*\n|[ \t]*\n)*)", text + "\n", re.M
    )
    url = block and re.search(r"^[ \t]+url[ \t]*:[ \t]*['\"]?([^\s'\"#]+)", block[1], re.M)
    if not url:
        raise BadAddress("_config.yml has no `url:` below `repository:` to take the address from")
    return parse(url[1], "_config.yml: repository url")


def also_known(root: Path) -> set[Address]:
    """Addresses in the places that hold nothing but this project's own: a renamed book's traces."""
    places = (
        ("CITATION.cff", r"^(?:repository-code|url)\s*:\s*['\"]?(https://github\.com/[^\s'\"]+)"),
        ("pyproject.toml", r"^(?:Repository|Source)\s*=\s*['\"](https://github\.com/[^\s'\"]+)"),
    )
    found = set()
    for name, pattern in places:
        path = root / name
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        for url in re.findall(pattern, text, re.MULTILINE | re.IGNORECASE):
            try:
                found.add(parse(url))
            except BadAddress:
                continue
    return found


def files(root: Path) -> Iterator[tuple[str, str]]:
    """Path (relative, with slashes) and text of each text file that git keeps or would keep."""
    for name in sorted(_names(root)):
        path = root / name
        if name in SKIPPED or path.is_symlink() or not path.is_file():
            continue
        if path.stat().st_size > LARGEST:
            continue
        data = path.read_bytes()  # not read_text: line ends stay as they are
        if b"\0" in data:
            continue
        try:
            yield name, data.decode("utf-8")
        except UnicodeDecodeError:
            continue


def _names(root: Path) -> set[str]:
    if (root / ".git").exists():
        command = ["git", "-C", str(root), "ls-files", "-z", "-co", "--exclude-standard"]
        try:
            listed = subprocess.run(command, capture_output=True, check=True).stdout.decode()
            return {name for name in listed.split("\0") if name}
        except (OSError, subprocess.CalledProcessError):
            pass  # no git, or not for this user: walk instead
    return {path.relative_to(root).as_posix() for path in _walk(root, top=True)}


def _walk(folder: Path, *, top: bool = False) -> Iterator[Path]:
    for path in folder.iterdir():
        if not path.is_dir():
            yield path
        elif path.name in {".github", ".ci"} or not (
            path.name.startswith(".")
            or path.name.endswith(".egg-info")
            # `data` and `runs` are a reader's own at the top; further down they may be the book's.
            or (path.name in SKIPPED_FOLDERS and (top or path.name not in {"data", "runs"}))
        ):
            yield from _walk(path)


def rewrite(text: str, known: set[Address], new: Address) -> str:
    """`text` with `new` in place of each mention of the known addresses, and of stragglers.

    A straggler is a repository of any account with this project's first name, or its present one.
    """
    names = "|".join({re.escape(name) for name in (PROJECT, new.name)})
    owners = rf"(?:{OWNER}|{UNSET_OWNER})"
    end = r"(?![A-Za-z0-9_-]|\.(?!git\b)[A-Za-z0-9])"
    exact = "|".join(rf"{re.escape(a.owner)}{SLASH}{re.escape(a.name)}" for a in known)
    slug = rf"(?:{exact}|{owners}{SLASH}(?:{names}))" if exact else rf"{owners}{SLASH}(?:{names})"

    def replace(match: re.Match[str]) -> str:
        slash = re.search(SLASH, match["slug"])[0]
        return f"{match['host']}{new.owner}{slash}{new.name}"

    text = re.sub(rf"(?P<host>{HOST})(?P<slug>{slug}){end}", replace, text, flags=re.IGNORECASE)

    pages = "|".join(rf"{re.escape(a.owner)}\.github\.io/{re.escape(a.name)}" for a in known)
    either = rf"{owners}\.github\.io/(?:{names})" + (f"|{pages}" if pages else "")
    text = re.sub(
        rf"(?<=//)(?:{either}){end}",
        f"{new.owner}.github.io/{new.name}",
        text,
        flags=re.IGNORECASE,
    )
    # Without a host, as a workflow names the repository: only what is known for certain.
    for a in known:
        bare = rf"(?<![\w./-]){re.escape(a.owner)}/{re.escape(a.name)}(?![\w/-]|\.\w)"
        text = re.sub(bare, f"{new.owner}/{new.name}", text)
    # After `git clone`, the folder is called as the repository is. (`n`: a line's end in JSON.)
    folders = "|".join(sorted({re.escape(name) for name in (PROJECT, *(a.name for a in known))}))
    clone = rf"({re.escape(f'{new.owner}/{new.name}')}(?:\.git)?\W{{1,20}}(?:n\W{{1,20}})?cd )"
    return re.sub(rf"{clone}(?:{folders}){end}", rf"\g<1>{new.name}", text)


def disagreements(root: Path, address: Address, known: set[Address]) -> list[str]:
    """One line for each file that has another address, or lacks the one it should have."""
    found = []
    for name, text in files(root):
        if rewrite(text, known, address) != text:
            found.append(f"{name}: has another address than {address}")
        elif name in REQUIRED and str(address) not in text:
            found.append(f"{name}: lacks {address}")
        elif name.endswith(".ipynb") and not _installs(text, address):
            found.append(f"{name}: its first code cell does not install git+{address}")
    return found


def _installs(notebook: str, address: Address) -> bool:
    """Whether a notebook that uses the package can install it where there is only the notebook."""
    cells = json.loads(notebook)["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return not any("resnet_book" in cell for cell in code) or f"git+{address}" in code[0]


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    parser = argparse.ArgumentParser(
        description="Change the repository's address in _config.yml and everywhere else."
    )
    parser.add_argument("address", nargs="?", help="https://github.com/ACCOUNT/REPOSITORY")
    parser.add_argument("--check", action="store_true", help="change nothing; name what disagrees")
    options = parser.parse_args(arguments)
    try:
        old = configured(root)
        new = old if options.address is None else parse(options.address)
    except BadAddress as error:
        print(error, file=sys.stderr)
        return 2
    known = {old, new, *also_known(root)}
    if not options.check:
        for name, text in list(files(root)):
            changed = rewrite(text, known, new)
            if changed != text:
                (root / name).write_bytes(changed.encode("utf-8"))
                print(f"changed {name}")
    remaining = disagreements(root, new, known)
    print("\n".join(remaining) or f"all files agree on {new}")
    return 1 if remaining else 0


if __name__ == "__main__":
    sys.exit(main())
