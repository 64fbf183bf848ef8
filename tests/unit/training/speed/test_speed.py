"""The folder of what makes training faster: nothing but speed is lost without it."""

import shutil
import subprocess
import sys
from pathlib import Path

import torch

import resnet_book

TRAINING = """
import sys
import torch
from resnet_book.data import digits
from resnet_book.models import cifar_resnet
from resnet_book.training import train
from resnet_book.training.recipes import recipe

torch.set_num_threads(1)
network = cifar_resnet(8, width=4, in_channels=1)
chosen = recipe("quick").with_changes(epochs=2)
result = train(network, digits(), chosen, device="cpu", progress=False)
torch.save([[epoch.train_loss for epoch in result.epochs], network.state_dict()], sys.argv[1])
try:
    train(network, digits(), chosen, device="cpu", progress=False, fuse=True)
except ValueError as error:
    print(error)
"""


def trained(folder, kept):
    """The losses and the weights of a training with the package in `folder`."""
    code = f"import sys; sys.path.insert(0, {str(folder)!r})\n" + TRAINING
    code += f"import resnet_book; assert resnet_book.__file__.startswith({str(folder)!r})\n"
    done = subprocess.run(
        [sys.executable, "-c", code, str(kept)], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return *torch.load(kept, weights_only=True), done.stdout


def test_without_the_folder_the_losses_are_the_same(tmp_path):
    package = Path(resnet_book.__file__).parent
    shutil.copytree(
        package,
        tmp_path / "src" / "resnet_book",
        ignore=shutil.ignore_patterns("recorded", "node_modules", "__pycache__", "speed", "js"),
    )
    assert not (tmp_path / "src/resnet_book/training/speed").exists()
    losses, weights, _ = trained(package.parent, tmp_path / "with.pt")
    slower, same, printed = trained(tmp_path / "src", tmp_path / "without.pt")
    assert slower == losses
    for name, value in weights.items():
        assert torch.equal(same[name], value), name
    assert printed == "fuse: this copy of the package has no training/speed\n"
