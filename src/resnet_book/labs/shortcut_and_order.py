"""A lab about the kind of shortcut, a factor λ on it, and the order of activation."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets

from resnet_book import words
from resnet_book.choices import one_of
from resnet_book.data.labelled_images import Dataset
from resnet_book.labs.base import WIDE
from resnet_book.labs.depth import DEPTHS, TrainingLab
from resnet_book.labs.in_page import InPageLab
from resnet_book.models.block_designs import ORDERS
from resnet_book.models.resnet import ResNet

# Factors on every shortcut, as specs: from a plain network to a residual one.
FADED = ("none", *(f"scaling={scale:g},1" for scale in (0.5, 0.7, 0.8, 0.9)), "A")
SCALES = tuple(round(0.5 + 0.05 * i, 2) for i in range(15))  # 0.5 … 1.2


class IdentityLab(TrainingLab):
    """A training lab with two more controls: λ, enabled only for constant scaling, and the order.

    Args:
        chapter: the notebook's name without its ending, for links to it.
        depth, shortcut, learning_rate: initial values of the controls, as in :class:`TrainingLab`.
        order: initial activation order, a key of :data:`resnet_book.models.block_designs.ORDERS`.
        scale: initial λ, one of :data:`SCALES`.
        width: channels of the first stage.
        data: the digits if left out.
        epochs: of each run.
        choices: see :class:`resnet_book.labs.depth.TrainingLab`.

    Raises:
        ValueError: names the value and the allowed ones.
    """

    def __init__(
        self,
        chapter: str,
        *,
        depth: int = 32,
        shortcut: str = "A",
        order: str = "original",
        scale: float = 0.9,
        learning_rate: float = 0.02,
        width: int = 8,
        data: Dataset | None = None,
        epochs: int = 2,
        **choices: Any,
    ) -> None:
        one_of("order", order, ORDERS)
        one_of("scale", scale, SCALES)
        super().__init__(
            chapter,
            depth=depth,
            shortcut=shortcut,
            learning_rate=learning_rate,
            data=data,
            epochs=epochs,
            **choices,
        )
        self.width = width
        names = [(words.ORDERS[each], each) for each in ORDERS]
        self.order = widgets.Dropdown(options=names, value=order, description="order", **WIDE)
        self.scale = widgets.SelectionSlider(
            options=[(f"{scale:.2f}", scale) for scale in SCALES],
            value=scale,
            description="λ (scaling)",
            **WIDE,
        )
        self.shortcut.observe(lambda _: self._enable(), "value")
        self._enable()
        position = self.children.index(self.shortcut) + 1
        self.children = [
            *self.children[:position],
            self.scale,
            self.order,
            *self.children[position:],
        ]

    def network(self) -> ResNet:
        """An untrained network, from the controls' values."""
        shortcut = self.shortcut.value
        if shortcut == "scaling":
            shortcut = f"scaling={self.scale.value:g},1"
        return self.build(shortcut, order=self.order.value, width=self.width)

    def in_page(self) -> InPageLab:
        """A lab for a page without a kernel: a factor on every shortcut, from none to 1."""
        return self._in_page(
            trained_width=self.width, shortcuts=FADED, depth=max(DEPTHS), shortcut=FADED[-2]
        )

    def _enable(self) -> None:
        """Enable the slider of λ only for constant scaling: other shortcuts have no λ."""
        self.scale.disabled = self.shortcut.value != "scaling"
