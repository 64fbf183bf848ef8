"""One progress bar: quiet where nobody looks."""

import sys

import pytest

from resnet_book.progress import progress_bar


@pytest.mark.parametrize(("terminal", "show", "drawn"), [(True, True, True), (True, False, False),
                                                         (False, True, False)])  # fmt: skip
def test_bar_is_drawn_in_a_terminal_alone(monkeypatch, capsys, terminal, show, drawn):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    with progress_bar("training", 3, show=show, unit="step") as bar:
        for _ in range(3):
            bar.update()
    assert ("training" in capsys.readouterr().err) is drawn
