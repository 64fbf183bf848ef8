"""The base of all labs: Run trains the network that the controls describe, and draws its curves.

A lab adds its controls, and makes a network and a recipe from their values. Without a kernel, the
page shows the lab's last figure and table, and how to run it.
"""

from __future__ import annotations

from html import escape

import ipywidgets as widgets

from resnet_book.addresses import colab, notebook
from resnet_book.data.datasets import digits
from resnet_book.data.labelled_images import Dataset
from resnet_book.drawing.curves import error_curves
from resnet_book.drawing.looks import Key, Labelled
from resnet_book.drawing.pictures import Picture
from resnet_book.explorers.explorer import Table
from resnet_book.models.labels import network_label
from resnet_book.models.resnet import ResNet
from resnet_book.training.history import Epoch, Result
from resnet_book.training.loop import train
from resnet_book.training.recipes import Recipe
from resnet_book.training.side_by_side import one_thread

KEPT = 4  # most runs in the figure; the oldest is removed
# For every control: room for its name, and at most the width of the page.
WIDE = {"style": {"description_width": "8em"}, "layout": {"width": "min(100%, 28em)"}}
MEASURED = ("training error", "test error", "time")  # the columns of `measured`
# Shown below every lab: its two training errors are not the same number.
CURVE_AND_TABLE = (
    "The curve is the error during training, while the weights move; the table has the errors of "
    "the last weights."
)


class Lab(widgets.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """A Run button, its progress, and the curves and results of the last runs.

    On a CPU it trains with one thread, which suits images as small as the digits.

    Args:
        chapter: the notebook's name without its ending, for links to it.
        data: the digits if left out.
        epochs: of each run.

    Raises:
        ValueError: names the value and the allowed ones.
    """

    def __init__(self, chapter: str, *, data: Dataset | None, epochs: int) -> None:
        if epochs < 1:
            raise ValueError(f"epochs {epochs!r} is below 1")
        self.chapter, self.epochs = chapter, epochs
        self.data = data or digits()
        self.button = widgets.Button(description="Run", button_style="primary", icon="play")
        self.button.on_click(lambda _: self.run())
        self.progress = widgets.IntProgress(max=epochs, layout={"width": "min(100%, 28em)"})
        self.message = widgets.HTML()
        self.curves = widgets.HTML()
        self.runs: dict[str, list[Epoch]] = {}
        self.lines: dict[str, Key] = {}  # a run's name → its key in the figure
        self.results: dict[str, Result] = {}
        self.picture: Picture | None = None
        super().__init__()

    def show(self, *controls: widgets.Widget) -> None:
        """Lay out the controls above the Run button, the message, the curves and their note."""
        run = widgets.HBox([self.button, self.progress])
        note = widgets.HTML(CURVE_AND_TABLE)
        self.children = [*controls, run, self.message, self.curves, note]

    def network(self) -> ResNet:
        """An untrained network, from the controls' values."""
        raise NotImplementedError

    def recipe(self) -> Recipe:
        """The recipe, from the controls' values."""
        raise NotImplementedError

    def run(self) -> Result | None:
        """Train with the controls' values; returns the result, None if the loss diverged.

        A cell may call it too, to show a result before the button is pressed.
        """
        network, chosen = self.network(), self.recipe()
        name = self._name(network, chosen)
        self._start(name, network, chosen)
        return self._train(name, network, chosen)

    def add(self, network: ResNet, chosen: Recipe, result: Result) -> None:
        """Show a finished training next to the lab's own; nothing is trained.

        Args:
            network, chosen: the trained network and its recipe.
            result: of that training.
        """
        name = self._name(network, chosen)
        self._add(name, network)
        self.runs[name] = list(result.epochs)
        self.results[name] = result
        self.progress.value = len(result.epochs)
        self._draw()
        self._finish(self._summary(), "success")

    def _name(self, network: ResNet, chosen: Recipe) -> str:
        """The run's name in the figure and the table."""
        return f"{network_label(network.spec)}, rate {chosen.learning_rate:g}"

    def _key(self, name: str, network: ResNet) -> Key:
        """The run's key in the figure: its network, labelled with the run's name."""
        return Labelled(name, network.spec)

    def _start(self, name: str, network: ResNet, chosen: Recipe) -> None:
        """Add the run, and disable the button."""
        self._add(name, network)
        self.button.disabled = True
        self.progress.value, self.progress.bar_style = 0, "info"
        self.message.value = f"training {escape(name)} …"

    def _add(self, name: str, network: ResNet) -> None:
        """Add a run without epochs, and drop the oldest one."""
        self.runs.pop(name, None)
        self.runs[name] = []
        self.lines[name] = self._key(name, network)
        for old in list(self.runs)[:-KEPT]:
            self.runs.pop(old)
        self.results = {kept: r for kept, r in self.results.items() if kept in self.runs}

    def _train(self, name: str, network: ResNet, chosen: Recipe) -> Result | None:
        """Train a run that was added, draw each epoch, and show how it ended; see :meth:`run`."""
        try:
            with one_thread():
                result = train(
                    network,
                    self.data,
                    chosen,
                    on_epoch=lambda epoch: self._show(name, epoch),
                    progress=False,
                )
        except FloatingPointError as error:
            self._drop(name)
            self._finish(f"{escape(name)}: {escape(str(error))}.", "danger")
            return None
        except BaseException:  # including KeyboardInterrupt: keep the lab usable
            self._drop(name)
            self._finish(f"{escape(name)}: stopped.", "warning")
            raise
        self.results[name] = result
        self._finish(self._summary(), "success")
        return result

    def _show(self, name: str, epoch: Epoch) -> None:
        self.runs[name].append(epoch)
        self.progress.value = epoch.epoch
        self._draw()

    def _drop(self, name: str) -> None:
        """Remove a run that did not finish."""
        self.runs.pop(name)
        self._draw()

    def _draw(self) -> None:
        drawn = {self.lines[name]: [epochs] for name, epochs in self.runs.items() if epochs}
        self.picture = error_curves(drawn) if drawn else None
        self.curves.value = self.picture.html() if self.picture else ""

    def _finish(self, message: str, style: str) -> None:
        self.message.value = message
        self.progress.bar_style = style
        self.button.disabled = False

    def _summary(self) -> str:
        """A table of the results in the figure."""
        rows = tuple((name, *measured(result)) for name, result in self.results.items())
        return Table(("network", *MEASURED), rows).html()

    def html(self) -> str:
        """The view without a kernel: the lab's results, and how to run it."""
        shown = self.picture.html() + self._summary() if self.picture and self.results else ""
        return (
            f'<div class="lab">{shown}<p>{CURVE_AND_TABLE} This is what the lab showed when this '
            f"page was built. To move its controls and train your own, "
            f"{how_to_run(self.chapter)}.</p></div>"
        )

    # ipywidgets 7 has a method of this name, which would show only the live widget.
    _ipython_display_ = None

    def _repr_mimebundle_(self, **kwargs: object) -> dict[str, object]:
        live = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        bundle: dict[str, object] = {
            "application/vnd.jupyter.widget-view+json": live,
            "text/html": self.html(),
            "text/plain": f"A lab; runs: {', '.join(self.results) or 'none yet'}",
        }
        if self.picture:
            bundle["image/png"] = self.picture.png()
        return bundle


def measured(result: Result) -> tuple[str, ...]:
    """The cells of a result in a lab's table, in the order of :data:`MEASURED`."""
    errors = (f"{error:.1f} %" for error in (result.train_error, result.test_error))
    return (*errors, f"{result.seconds:.1f} s")


def how_to_run(chapter: str) -> str:
    """The end of an HTML sentence: run it in Colab if the book is published, else locally."""
    if address := colab(chapter):
        link = f'<a href="{address}">open this chapter in Colab</a>'
        return f"{link} or run the notebook on your machine"
    return (
        f'<a href="{notebook(chapter)}" download>download this notebook</a>, install with '
        "<code>pip install -r requirements.txt</code> in the book's folder, and open it with "
        "<code>jupyter lab</code>"
    )
