"""The lab of most chapters: train networks of a depth, a shortcut and a learning rate."""

from __future__ import annotations

from html import escape

import ipywidgets as widgets
from torch import nn

from resnet_book.addresses import colab
from resnet_book.choices import one_of
from resnet_book.data.datasets import Dataset, digits
from resnet_book.drawing.curves import training_curves
from resnet_book.drawing.pictures import Picture
from resnet_book.explorers.explorer import Table
from resnet_book.models.resnet import ResNet, cifar_resnet
from resnet_book.models.shortcuts import SHORTCUTS
from resnet_book.training.loop import Epoch, Result, train
from resnet_book.training.recipes import Recipe, recipe
from resnet_book.training.side_by_side import one_thread

KEPT = 4  # runs in the figure; the oldest goes first
DEPTHS = range(8, 57, 6)
# A control keeps room for its name, and never leaves the page.
WIDE = {"style": {"description_width": "8em"}, "layout": {"width": "min(100%, 28em)"}}
MEASURED = ("training error", "test error", "time")  # the columns of `measured`
OFFERED = tuple(name for name in SHORTCUTS if name != "conv")  # that is another name for C


class TrainingLab(widgets.VBox):
    """Depth, shortcut and learning rate; Run; curves that draw while the network trains.

    On a CPU it trains with one thread: it is made for images as small as the digits.

    Args:
        chapter: the notebook's name without its ending, for the link to Colab.
        depth, shortcut, learning_rate: the controls' first values.
        data: the digits if left out.
        epochs: of each run.

    Raises:
        ValueError: names the value and the allowed ones.
    """

    def __init__(
        self,
        chapter: str,
        *,
        depth: int = 32,
        shortcut: str = "none",
        learning_rate: float = 0.02,
        data: Dataset | None = None,
        epochs: int = 5,
    ) -> None:
        one_of("depth", depth, DEPTHS)
        one_of("shortcut", shortcut, OFFERED)
        if not 0.001 <= learning_rate <= 1:
            raise ValueError(f"learning_rate {learning_rate!r} is not from 0.001 to 1")
        if epochs < 1:
            raise ValueError(f"epochs {epochs!r} is below 1")
        self.chapter, self.epochs = chapter, epochs
        self.data = data or digits()
        self.depth = widgets.SelectionSlider(
            options=DEPTHS, value=depth, description="depth", **WIDE
        )
        names = [("none (plain)" if s == "none" else s, s) for s in OFFERED]
        self.shortcut = widgets.Dropdown(
            options=names, value=shortcut, description="shortcut", **WIDE
        )
        self.learning_rate = widgets.FloatLogSlider(
            value=learning_rate, min=-3, max=0, step=0.1, description="learning rate",
            readout_format=".3f", **WIDE,
        )  # fmt: skip
        self.button = widgets.Button(description="Run", button_style="primary", icon="play")
        self.button.on_click(lambda _: self.run())
        self.progress = widgets.IntProgress(max=epochs, layout={"width": "min(100%, 28em)"})
        self.message = widgets.HTML()
        self.curves = widgets.HTML()
        self.runs: dict[str, list[Epoch]] = {}
        self.results: dict[str, Result] = {}
        self.picture: Picture | None = None
        super().__init__(
            [self.depth, self.shortcut, self.learning_rate,
             widgets.HBox([self.button, self.progress]), self.message, self.curves]
        )  # fmt: skip

    def run(self) -> Result | None:
        """Train with the controls' values; returns the result, None if the loss diverged.

        A cell may call it too, to have a result before anybody presses the button.
        """
        network = self.network()
        rate = round(self.learning_rate.value, 4)
        name = f"{network.spec.name}, rate {rate:g}"
        self._start(name)
        chosen = recipe("quick").with_changes(epochs=self.epochs, learning_rate=rate)
        return self._train(name, network, chosen)

    def network(self) -> ResNet:
        """What the controls say, untrained; a lab with more controls has its own."""
        return cifar_resnet(
            self.depth.value,
            self.shortcut.value,
            in_channels=self.data.channels,
            classes=len(self.data.classes),
        )

    def _train(self, name: str, network: nn.Module, chosen: Recipe) -> Result | None:
        """Train a run that has started, draw its epochs, and say how it ended; see :meth:`run`."""
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
        except BaseException:  # an interrupt, above all: the lab stays usable
            self._drop(name)
            self._finish(f"{escape(name)}: stopped.", "warning")
            raise
        self.results[name] = result
        self._finish(self._summary(), "success")
        return result

    def _start(self, name: str) -> None:
        self.runs.pop(name, None)
        self.runs[name] = []
        for old in list(self.runs)[:-KEPT]:
            self.runs.pop(old)
        self.results = {kept: r for kept, r in self.results.items() if kept in self.runs}
        self.button.disabled = True
        self.progress.value, self.progress.bar_style = 0, "info"
        self.message.value = f"training {escape(name)} …"

    def _show(self, name: str, epoch: Epoch) -> None:
        self.runs[name].append(epoch)
        self.progress.value = epoch.epoch
        self._draw()

    def _drop(self, name: str) -> None:
        """Forget a run that did not end."""
        self.runs.pop(name)
        self._draw()

    def _draw(self) -> None:
        drawn = {label: [epochs] for label, epochs in self.runs.items() if epochs}
        self.picture = training_curves(drawn) if drawn else None
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
        """The lab without a kernel: its results and a link that brings it to life."""
        shown = self.picture.html() + self._summary() if self.picture and self.results else ""
        return (
            f'<div class="lab">{shown}<p>This is what the lab showed when this page was built. To '
            f'move its controls and train your own, <a href="{colab(self.chapter)}">open this '
            "chapter in Colab</a> or run the notebook on your machine.</p></div>"
        )

    # ipywidgets 7 would show only the live widget with this, and no view without a kernel.
    _ipython_display_ = None

    def _repr_mimebundle_(self, **kwargs) -> dict[str, object]:
        live = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        bundle = {
            "application/vnd.jupyter.widget-view+json": live,
            "text/html": self.html(),
            "text/plain": f"A lab; runs: {', '.join(self.results) or 'none yet'}",
        }
        if self.picture:
            bundle["image/png"] = self.picture.png()
        return bundle


def measured(result: Result) -> tuple[str, ...]:
    """What a lab's table says of a result, in the order of :data:`MEASURED`."""
    errors = (f"{error:.1f} %" for error in (result.train_error, result.test_error))
    return (*errors, f"{result.seconds:.1f} s")
