"""Recipes: the hyperparameters and the schedule of a training.

``paper`` is the recipe of He et al. 2015 on CIFAR-10 (section 4.2), ``paper-warmup`` theirs for
110 layers; ``short`` has the same schedule in 12 epochs, for machines without a GPU; ``quick``
trains on the digits in seconds. Results of different recipes are never compared with each other.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass, field
from typing import Any

from resnet_book.choices import listed, one_of

PRECISIONS = ("auto", "float32", "bfloat16")
MOST = 1_000_000_000  # upper limit of epochs, iterations or images per step, against typing errors


def _offered(default: Any, text: str) -> Any:
    """A field that is an option of the command line, with its help."""
    return field(default=default, metadata={"help": text})


@dataclass(frozen=True)
class Recipe:
    """Everything about a training except the network, the data and the seed.

    Attributes:
        name: the label on results of this recipe.
        batch_size: images per step; an epoch drops its last, incomplete batch.
        epochs: passes over the training images.
        iterations: if given, the exact number of steps, which overrides `epochs`; the last epoch
            may then be shorter.
        learning_rate: the base rate.
        momentum: of SGD.
        weight_decay: L2 penalty, on all parameters.
        decay_vectors: whether it also acts on parameters of one dimension: γ, β and biases. Goyal
            et al. 2017 (section 5.1) leave γ and β out.
        nesterov: Nesterov's momentum, as in `torch.optim.SGD`.
        label_smoothing: the part of the target that is spread evenly over all classes (Szegedy et
            al. 2015); 0 for none. Errors are counted, and results evaluated, without it.
        schedule: ``steps`` divides the rate by 10 at each of `milestones`; ``cosine`` lowers it
            to 0 along half a cosine.
        milestones: fractions of all steps.
        warmup: in the first `warmup_epochs` the rate is a tenth (``constant``, He et al. 2015) or
            rises from 0 (``linear``).
        augment: pad by 4 pixels, crop at random, flip at random (He et al. 2015, section 4.2).
        precision: ``float32``; ``bfloat16``, by autocast; or ``auto``, bfloat16 if the device
            supports it natively.

    Raises:
        ValueError: for a value that is not allowed; the message says which are.
    """

    name: str
    batch_size: int = 128
    epochs: int = _offered(164, "override the recipe's epochs")
    iterations: int | None = None
    learning_rate: float = _offered(0.1, "override the recipe's base learning rate")
    momentum: float = 0.9
    weight_decay: float = 1e-4
    schedule: str = "steps"
    milestones: tuple[float, ...] = (0.5, 0.75)
    warmup: str = "linear"
    warmup_epochs: float = _offered(0.0, "override the recipe's warm-up; 0 for none")
    augment: bool = True
    precision: str = _offered("auto", f"override the recipe's precision: {listed(PRECISIONS)}")
    decay_vectors: bool = True
    nesterov: bool = False
    label_smoothing: float = _offered(0.0, "override the recipe's label smoothing; 0 for none")

    def __post_init__(self) -> None:
        one_of("schedule", self.schedule, ("steps", "cosine"))
        one_of("warmup", self.warmup, ("linear", "constant"))
        one_of("precision", self.precision, PRECISIONS)
        for name in ("batch_size", "epochs", "iterations"):
            value = getattr(self, name)
            if value is not None and not isinstance(value, int):
                raise ValueError(f"{name} {value!r} is not a whole number")
            if value is not None and value < 1:
                raise ValueError(f"{name} {value!r} is below 1")
            if value is not None and value > MOST:
                raise ValueError(f"{name} {value!r} is above {MOST:,}")
        for name in ("momentum", "weight_decay", "warmup_epochs"):
            value = getattr(self, name)
            if not (math.isfinite(value) and value >= 0):
                raise ValueError(f"{name} {value!r} is not a finite number of at least 0")
        if self.warmup_epochs > MOST:
            raise ValueError(f"warmup_epochs {self.warmup_epochs!r} is above {MOST:,}")
        if not 0 <= self.label_smoothing < 1:
            raise ValueError(f"label_smoothing {self.label_smoothing!r} is not from 0 to below 1")
        if self.nesterov and not self.momentum:
            raise ValueError("nesterov needs a momentum above 0")
        if not (math.isfinite(self.learning_rate) and self.learning_rate > 0):
            raise ValueError(f"learning_rate {self.learning_rate!r} is not a number above 0")

    def steps_per_epoch(self, images: int) -> int:
        """Complete batches in `images` training images; at least 1.

        Raises:
            ValueError: if a batch is larger than the training set.
        """
        if images < self.batch_size:
            raise ValueError(
                f"batch_size {self.batch_size} is more than the {images} training images"
            )
        return images // self.batch_size

    def steps(self, images: int) -> int:
        """The number of steps of the whole training on `images` training images."""
        return self.iterations or self.epochs * self.steps_per_epoch(images)

    def rate(self, step: int, images: int) -> float:
        """The learning rate of one step, counted from 0."""
        steps = self.steps(images)
        warming = self.warmup_epochs * self.steps_per_epoch(images)
        if step < warming:
            factor = 0.1 if self.warmup == "constant" else (step + 1) / math.ceil(warming)
            return self.learning_rate * factor
        if self.schedule == "cosine":
            return self.learning_rate * (1 + math.cos(math.pi * step / steps)) / 2
        return self.learning_rate * 0.1 ** sum(step >= m * steps for m in self.milestones)

    def with_changes(self, **changes: Any) -> Recipe:
        """A copy with other values, listed in its name so that results are not mixed up.

        `epochs` overrides a recipe's `iterations`, even if it is the recipe's own number.
        """
        counts = {"epochs"} if self.iterations else set()  # even 164 epochs are not its steps
        changes = {
            k: v
            for k, v in changes.items()
            if v is not None and (k in counts or v != getattr(self, k))
        }
        if not changes:
            return self
        if "epochs" in changes:
            changes["iterations"] = None
        labels = [f"{k}={v}" for k, v in changes.items() if v is not None]
        return dataclasses.replace(self, name=" ".join([self.name, *labels]), **changes)


RECIPES: dict[str, Recipe] = {
    recipe.name: recipe
    for recipe in (
        # 64,000 steps of 128 images are 164 passes over 50,000 images.
        # differs from He et al. 2015: bfloat16 if the device supports it natively; images are
        # divided by their standard deviation; the last, incomplete batch of an epoch is dropped.
        Recipe("paper", iterations=64_000),
        # differs from He et al. 2015: 400 steps of warm-up on 50,000 images; theirs ended when the
        # training error was below 80 %, after "about 400 iterations".
        Recipe("paper-warmup", iterations=64_000, warmup="constant", warmup_epochs=400 / 390),
        # differs from He et al. 2015: 12 epochs, the first one a linear warm-up.
        Recipe("short", epochs=12, warmup_epochs=1.0),
        Recipe(
            "quick",
            batch_size=64,
            epochs=5,
            learning_rate=0.02,
            schedule="cosine",
            augment=False,
            precision="float32",
        ),
    )
}


def recipe(name: str | Recipe) -> Recipe:
    """The recipe of that name; a recipe is returned as it is.

    Raises:
        ValueError: for an unknown name; the message lists the known ones.
    """
    if isinstance(name, Recipe):
        return name
    one_of("recipe", name, RECIPES)
    return RECIPES[name]
