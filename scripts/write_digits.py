"""Write the digits that networks are trained on in the page: explorers/js/engine/digits.json.

    python scripts/write_digits.py

A letter a pixel, from ``a`` for no ink to ``q`` for 16 of 16; the images of each split in their
order; and what standardises them. ``npm run build`` makes a script of the site from it.
"""

from __future__ import annotations

import json
from pathlib import Path

from torch import Tensor

from resnet_book.arguments import Parser
from resnet_book.data import digits
from resnet_book.data.batches import Standard

TARGET = Path(__file__).parents[1] / "src/resnet_book/explorers/js/engine/digits.json"
LEVELS = 16


def packed() -> dict[str, object]:
    """Both splits, ``{"images": letters, "labels": figures}`` each, and how to standardise them.

    ``mean``: of each pixel; ``scale``: one over the standard deviation; ``size``: rows of an image.
    """
    data = digits()
    standard = Standard.of(data.train_images)
    splits = {
        "train": (data.train_images, data.train_labels),
        "test": (data.test_images, data.test_labels),
    }
    described = {
        "size": data.image_shape[-1],
        "mean": standard.mean.flatten().tolist(),
        "scale": standard.deviation.reciprocal().item(),
    }
    return described | {name: _packed(*split) for name, split in splits.items()}


def _packed(images: Tensor, labels: Tensor) -> dict[str, str]:
    counts = (images.double() * LEVELS / 255).round().long()
    if not (counts.double() * 255 / LEVELS).round().equal(images.double()):
        raise ValueError("an image holds a value that is not one of 17 levels")
    return {
        "images": "".join(chr(ord("a") + count) for count in counts.flatten().tolist()),
        "labels": "".join(map(str, labels.tolist())),
    }


def main() -> None:
    Parser(description=__doc__.partition("\n")[0]).parse_args()
    TARGET.write_text(json.dumps(packed(), separators=(",", ":")) + "\n", encoding="utf8")
    print(f"wrote {TARGET}")


if __name__ == "__main__":
    main()
