"""The digits that networks are trained on in the page are those of the package."""

import json
import runpy
from pathlib import Path

import torch

from resnet_book.data import digits

SCRIPT = Path(__file__).parents[3] / "scripts" / "write_digits.py"


def test_committed_digits_are_the_packages():
    script = runpy.run_path(str(SCRIPT))
    packed = json.loads(script["TARGET"].read_text(encoding="utf8"))
    assert packed == script["packed"](), "make them again: python scripts/write_digits.py"
    data = digits()
    letters = torch.tensor([ord(letter) - ord("a") for letter in packed["test"]["images"]])
    images = (letters.double() * 255 / 16).round().reshape(data.test_images.shape)
    assert images.equal(data.test_images.double())
    assert [int(label) for label in packed["test"]["labels"]] == data.test_labels.tolist()
