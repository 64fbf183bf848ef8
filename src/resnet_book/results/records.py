"""The door to ``recorded/``."""

from __future__ import annotations

from pathlib import Path

RECORDED = Path(__file__).parent / "recorded"


class RecordError(Exception):
    """A record or its weights cannot be used; one sentence that says which file and field."""
