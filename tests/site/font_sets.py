"""The fonts that a browser may use: a wide set and a narrow one, whatever the machine has.

Each set is a fontconfig file that lists one directory. It works where Chromium uses fontconfig,
which is Linux.
"""

from pathlib import Path

# name → a file of the set, the package that has it, and the fonts for a page's generic families
SETS = {
    "DejaVu": ("DejaVuSans.ttf", "fonts-dejavu-core", "DejaVu Sans", "DejaVu Sans Mono"),
    "Liberation": (
        "LiberationSans-Regular.ttf", "fonts-liberation", "Liberation Sans", "Liberation Mono",
    ),
}  # fmt: skip
PLACES = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))


def folder(name: str) -> Path | None:
    """The directory of a set on this machine."""
    file = SETS[name][0]
    return next((found.parent for place in PLACES for found in place.rglob(file)), None)


def install(name: str) -> str:
    """How to get a set."""
    return f"no {name} fonts; install them with: apt-get install {SETS[name][1]}"


def configuration(name: str, where: Path) -> dict[str, str]:
    """Environment variables by which a program sees this set alone; its file goes to `where`."""
    _, _, sans, mono = SETS[name]
    families = {"sans-serif": sans, "serif": sans, "system-ui": sans, "monospace": mono}
    aliases = "".join(
        f"<alias><family>{family}</family><prefer><family>{font}</family></prefer></alias>"
        for family, font in families.items()
    )
    file = where / f"{name}.conf"
    file.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{folder(name)}</dir><cachedir>{where}/cache</cachedir>{aliases}</fontconfig>"
    )
    return {"FONTCONFIG_FILE": str(file)}
