"""Fused layers against PyTorch's own: outputs, gradients, running statistics, whole trainings."""

import dataclasses
import os
import shutil
import subprocess
import sys

import pytest
import torch
from torch import nn
from torch.nn import functional

from resnet_book.arguments import parser
from resnet_book.commands import essential
from resnet_book.data.datasets import digits
from resnet_book.models.block_designs import ORDERS
from resnet_book.models.resnet import cifar_resnet, imagenet_resnet
from resnet_book.models.shortcuts import SHORTCUTS
from resnet_book.training.loop import train
from resnet_book.training.precision import autocast
from resnet_book.training.recipes import recipe
from resnet_book.training.speed.fusion import BatchNormReLU, fused

STEPS = dataclasses.replace(
    recipe("quick"), epochs=1, iterations=8, precision="float32", learning_rate=0.01
)
TRAIN = [sys.executable, "-m", "resnet_book", "train", "--depth", "8", "--epochs", "1"]

compiles = pytest.mark.skipif(
    shutil.which(os.environ.get("CXX", "c++")) is None or shutil.which("ninja") is None,
    reason="there is no C++ compiler, or no ninja",
)


def norms(channels, dtype):
    """Two alike, not as they start; the operation is compiled first."""
    fused(nn.Identity())
    generator = torch.Generator().manual_seed(channels)
    both = [nn.BatchNorm2d(channels, dtype=dtype) for _ in range(2)]
    with torch.no_grad():
        for value in both[0].state_dict().values():
            if value.is_floating_point():
                value.copy_(torch.rand(channels, generator=generator) + 0.5)
    both[1].load_state_dict(both[0].state_dict())
    return both


def activations(count, shape, dtype):
    generator = torch.Generator().manual_seed(0)
    return [
        (3 * torch.randn(shape, generator=generator) + 1).to(dtype).requires_grad_()
        for _ in range(count)
    ]


@compiles
@pytest.mark.parametrize("added", [False, True])
@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.bfloat16])
@pytest.mark.parametrize(
    "shape",
    [(1, 1, 1, 2), (2, 3, 5, 7), (2, 12, 7, 5), (8, 16, 9, 9), (4, 35, 16, 8), (2, 64, 1, 1)],
)
def test_operation_and_gradients_are_those_of_pytorch(shape, dtype, added):
    x, shortcut, grad = activations(3, shape, dtype)
    channels = shape[1]
    ours, theirs = norms(channels, torch.float64 if dtype == torch.float64 else torch.float32)
    inputs = (x, shortcut) if added else (x,)
    y = BatchNormReLU(ours)(*inputs)
    got = torch.autograd.grad(y, (*inputs, *ours.parameters()), grad)

    wide = [each.detach().double().requires_grad_() for each in inputs]
    theirs.double()
    expected = functional.relu(theirs(wide[0]) + (wide[1] if added else 0))
    gradients = torch.autograd.grad(expected, (*wide, *theirs.parameters()), grad.double())
    tolerance = {torch.float64: 1e-10, torch.float32: 1e-4, torch.bfloat16: 3e-2}[dtype]
    for one, other in zip((y, *got), (expected, *gradients), strict=True):
        far = (one.double() - other).abs() > tolerance * max(1, other.abs().max())
        assert far.double().mean() < 1e-3  # next to 0, rounding may open or shut a ReLU
    for name, value in ours.state_dict().items():
        other = theirs.state_dict()[name].double()
        torch.testing.assert_close(value.double(), other, atol=tolerance, rtol=tolerance)


@compiles
def test_gradient_by_differences():
    x, shortcut = activations(2, (3, 2, 2, 3), torch.float64)
    layer = BatchNormReLU(norms(2, torch.float64)[0])
    assert torch.autograd.gradcheck(layer, (x, shortcut))
    assert torch.autograd.gradcheck(layer, (x,))


@compiles
def test_memory_format_and_threads_change_nothing():
    x, shortcut, grad = activations(3, (16, 20, 12, 12), torch.float32)
    layer = BatchNormReLU(norms(20, torch.float32)[0])
    last = torch.channels_last
    rows = [each.detach().contiguous(memory_format=last).requires_grad_() for each in (x, shortcut)]
    results = []
    threads = torch.get_num_threads()
    try:
        for inputs, count in (((x, shortcut), 1), (rows, 1), (rows, 2)):
            torch.set_num_threads(count)
            y = layer(*inputs)
            results.append((y, *torch.autograd.grad(y, (*inputs, *layer.parameters()), grad)))
    finally:
        torch.set_num_threads(threads)
    for other in results[1:]:
        for one, two in zip(results[0], other, strict=True):
            assert torch.equal(one, two)


@compiles
@pytest.mark.parametrize("added", [False, True])
def test_bfloat16_is_float32_rounded(added):
    x, shortcut, grad = activations(3, (4, 28, 16, 8), torch.bfloat16)
    layers = [BatchNormReLU(norm) for norm in norms(28, torch.float32)]
    results = []
    for layer, dtype in zip(layers, (torch.bfloat16, torch.float32), strict=True):
        inputs = [each.detach().to(dtype).requires_grad_() for each in (x, shortcut)[: 1 + added]]
        y = layer(*inputs)
        results.append((y, *torch.autograd.grad(y, inputs, grad.to(dtype))))
    for rounded, exact in zip(*results, strict=True):
        same = rounded == exact.bfloat16()
        assert same.double().mean() > 0.999
        torch.testing.assert_close(rounded, exact.bfloat16(), atol=1e-6, rtol=2**-7)


@compiles
@pytest.mark.parametrize(("mean", "first"), [(3e3, 0.0), (0.0, 1e2), (0.0, 1e4)])
def test_variance_far_from_zero_and_behind_an_outlier(mean, first):
    (x,) = activations(1, (8, 16, 32, 32), torch.float32)
    x = x.detach() + mean
    x[0, :, 0, 0] += first
    norm, _ = norms(16, torch.float32)
    norm.momentum = 1.0
    BatchNormReLU(norm)(x)
    rows = x.double().transpose(0, 1).flatten(1)
    torch.testing.assert_close(norm.running_mean.double(), rows.mean(1), rtol=1e-5, atol=1e-3)
    torch.testing.assert_close(norm.running_var.double(), rows.var(1), rtol=1e-3, atol=0.0)


@compiles
@pytest.mark.parametrize("bits", [0x7FC00000, 0x7FFFFFFF, -1])
def test_what_is_not_a_number_is_not_hidden(bits):
    nan = torch.tensor(bits, dtype=torch.int32).view(torch.float32)
    x, shortcut = activations(2, (4, 16, 4, 4), torch.bfloat16)
    norm, _ = norms(16, torch.float32)
    with torch.no_grad():
        x[0, 3, 1, 1] = torch.inf
        shortcut[0, 5, 1, 1] = torch.nan
        norm.bias[7] = nan
    bad = BatchNormReLU(norm)(x, shortcut).isnan()
    assert bad[0, :, 1, 1].nonzero().flatten().tolist() == [3, 5, 7]
    assert bad[1, :, 1, 1].nonzero().flatten().tolist() == [3, 7]


@compiles
def test_gradients_of_another_layout():
    x, shortcut = activations(2, (4, 16, 6, 6), torch.float32)
    layer = BatchNormReLU(norms(16, torch.float32)[0])
    for grad in (torch.ones(()).expand(4, 16, 6, 6), torch.randn(6, 6, 16, 4).permute(3, 2, 1, 0)):
        y = layer(x, shortcut)
        got = torch.autograd.grad(y, (x, shortcut), grad, retain_graph=True)
        expected = torch.autograd.grad(y, (x, shortcut), grad.contiguous())
        assert all(torch.equal(one, other) for one, other in zip(got, expected, strict=True))


@compiles
@pytest.mark.parametrize(
    ("norm", "x", "message"),
    [
        (nn.BatchNorm2d(4), torch.ones(1, 4, 1, 1), r"more than one value .* got shape \[1, 4"),
        (nn.BatchNorm2d(2), torch.ones(2, 64, 5, 5), r"needs one value per channel, got \[2\]"),
        (nn.BatchNorm2d(2).double(), torch.ones(2, 2, 5, 5), r"needs one value .* \(double\)"),
    ],
)
def test_what_does_not_fit_is_refused(norm, x, message):
    fused(nn.Identity())
    with pytest.raises(ValueError, match=message):
        BatchNormReLU(norm)(x)


class Small(nn.Module):
    """relu(finish(norm(x), x)), for patterns that are not fused, or not in training."""

    def __init__(self, finish, norm=None):
        super().__init__()
        self.norm, self.relu, self.finish = norm or nn.BatchNorm2d(4), nn.ReLU(), finish

    def forward(self, x):
        return self.relu(self.finish(self.norm(x), x))


@compiles
@pytest.mark.parametrize(
    ("network", "count"),
    [
        (Small(lambda y, x: x + y), 1),
        (Small(lambda y, x: y + y), 0),
        (Small(lambda y, x: y + 1), 0),
        (Small(lambda y, x: torch.add(y, x, alpha=2)), 0),
        (Small(lambda y, x: y * (y + x)), 0),
        (Small(lambda y, x: y + x[:, :, :1, :1]), 1),
        (Small(lambda y, x: y + x.double()), 1),
        (Small(lambda y, x: y, nn.BatchNorm2d(4, affine=False)), 0),
        (Small(lambda y, x: y, nn.BatchNorm2d(4, momentum=None)), 0),
        (Small(lambda y, x: y, nn.BatchNorm2d(4, track_running_stats=False)), 0),
        (Small(lambda y, x: y, nn.BatchNorm2d(4).eval()), 1),
    ],
)
def test_other_patterns_are_left_as_they_are(network, count):
    (x,) = activations(1, (3, 4, 5, 5), torch.float32)
    fast = fused(network)
    assert sum(isinstance(module, BatchNormReLU) for module in fast.modules()) == count
    torch.testing.assert_close(fast(x), network(x))


def operations(make, size, *, classes=10):
    """How many a fused network has, once its step is seen to be that of the network itself."""
    x = activations(1, (8, 3, size, size), torch.float64)[0].detach()
    plain, twin = (make().double().to(memory_format=torch.channels_last) for _ in range(2))
    fast = fused(twin)
    for network in (plain, fast):
        network.train()
        torch.manual_seed(0)
        functional.cross_entropy(network(x), torch.arange(8) % classes).backward()
    gradients = {name: each.grad for name, each in plain.named_parameters()}
    torch.testing.assert_close({name: p.grad for name, p in twin.named_parameters()}, gradients)
    torch.testing.assert_close(twin.state_dict(), plain.state_dict())
    torch.testing.assert_close(fast.eval()(x), plain.eval()(x))
    return sum(isinstance(module, BatchNormReLU) for module in fast.modules())


@compiles
@pytest.mark.parametrize("shortcut", SHORTCUTS)
def test_network_with_every_shortcut(shortcut):
    # A branch that is scaled or gated before the addition keeps its last batch normalisation.
    expected = 7 if shortcut in ("scaling", "exclusive-gating") else 13
    assert operations(lambda: cifar_resnet(14, shortcut, seed=1), 16) == expected


@compiles
@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("original", 13),
        ("bn-after-addition", 13),
        ("relu-before-addition", 13),
        ("relu-only-preactivation", 6),
        ("full-preactivation", 13),
    ],
)
def test_network_of_every_order(order, expected):
    assert order in ORDERS
    assert operations(lambda: cifar_resnet(14, order=order, seed=1), 16) == expected


@compiles
def test_network_of_bottlenecks():
    assert operations(lambda: imagenet_resnet(50, seed=1), 64, classes=1000) == 49


@compiles
def test_fused_network_shares_its_parameters():
    network = cifar_resnet(8)
    ours = {id(parameter) for parameter in network.parameters()}
    assert {id(parameter) for parameter in fused(network).parameters()} == ours


@compiles
def test_fused_in_bfloat16_is_as_near_to_float32_as_unfused():
    (x,) = activations(1, (64, 3, 16, 16), torch.float32)
    x = x.detach()
    exact = cifar_resnet(20, seed=0)(x)
    errors = []
    for change in (lambda network: network, fused):
        network = change(cifar_resnet(20, seed=0))
        with autocast(torch.device("cpu"), "bfloat16"):
            errors.append((network(x) - exact).detach().abs().mean())
    assert errors[1] < 1.2 * errors[0]


@compiles
def test_fused_training_takes_the_same_steps():
    data = digits()
    plain, twin = (cifar_resnet(8, in_channels=1) for _ in range(2))
    options = {"device": "cpu", "progress": False}
    expected = train(plain, data, STEPS, **options)
    result = train(twin, data, STEPS, fuse=True, **options)
    assert result.epochs[-1].train_loss == pytest.approx(expected.epochs[-1].train_loss, rel=1e-4)
    torch.testing.assert_close(twin.state_dict(), plain.state_dict(), atol=1e-3, rtol=1e-3)


# One after the other in each of the processes; the first of them writes what is left.
BOTH = """
import sys
import torch
from resnet_book.data.datasets import digits
from resnet_book.models.resnet import cifar_resnet
from resnet_book.training.loop import train
from resnet_book.training.processes import Processes, group
from resnet_book.training.recipes import recipe

torch.set_num_threads(1)
steps = recipe("quick").with_changes(epochs=1, precision="float32", learning_rate=0.01)
left = []
with group("cpu") as device:
    assert Processes.current().count == 2
    for fuse in (False, True):
        network = cifar_resnet(8, in_channels=1)
        result = train(
            network, digits(), steps, device=device, progress=False, fuse=fuse
        )
        left.append((result.epochs[-1].train_loss, network.state_dict()))
    if Processes.current().first:
        torch.save(left, sys.argv[1])
"""


@compiles
def test_fused_training_in_two_processes(tmp_path):
    script, kept = tmp_path / "both.py", tmp_path / "left.pt"
    script.write_text(BOTH, encoding="utf8")
    subprocess.run(
        [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2",
         str(script), str(kept)],
        check=True, capture_output=True,
    )  # fmt: skip
    (expected, plain), (loss, twin) = torch.load(kept, weights_only=True)
    assert loss == pytest.approx(expected, rel=1e-4)
    torch.testing.assert_close(twin, plain, atol=1e-3, rtol=1e-3)


def test_missing_compiler_is_one_line(tmp_path):
    surroundings = {
        **os.environ, "CXX": "no-such-compiler", "TORCH_EXTENSIONS_DIR": str(tmp_path)
    }  # fmt: skip
    done = subprocess.run(
        [*TRAIN, "--fuse"], cwd=tmp_path, env=surroundings, capture_output=True, text=True
    )
    assert done.returncode == 2
    last = done.stderr.splitlines()[-1]
    assert last.startswith("error: cannot fuse layers; this needs GCC or clang")
    assert "no-such-compiler" in last
    assert "Traceback" not in done.stderr


def test_record_keeps_that_it_was_fused():
    arguments = parser().parse_args(["record", "--depth", "8", "--fuse"])
    assert "--fuse" in essential(arguments)
    assert "--fuse" not in essential(parser().parse_args(["record", "--depth", "8"]))
