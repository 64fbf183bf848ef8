"""Every extension of the builder is loaded: Jupyter Book asks for its name in two lists."""

from pathlib import Path

import yaml

ROOT = Path(__file__).parents[3]


def test_every_extension_is_loaded():
    sphinx = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf8"))["sphinx"]
    folder = ROOT / "_sphinx"
    ours = {path.stem for path in folder.glob("*.py")}
    ours |= {path.parent.name for path in folder.glob("*/__init__.py")}
    assert set(sphinx["local_extensions"]) == ours
    assert ours <= set(sphinx["config"]["extensions"])
