"""Products with the Hessian against the full Hessian of a tiny network."""

import pytest
import torch
from torch import nn
from torch.func import functional_call
from torch.nn import functional

from resnet_book.models import cifar_resnet
from resnet_book.probes import top_eigenvalue


def tiny(normalised):
    generator = torch.Generator().manual_seed(0)
    layers = [nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2) if normalised else nn.Identity()]
    network = nn.Sequential(*layers, nn.Tanh(), nn.Flatten(), nn.Linear(8, 3)).double()
    for parameter in network.parameters():
        nn.init.normal_(parameter, 0, 0.7, generator=generator)
    images = torch.randn(12, 1, 4, 4, generator=generator, dtype=torch.float64)
    return network, images, torch.arange(12) % 3


def hessian(network, images, labels, *, training):
    """Every second derivative, one by one."""
    names, values = zip(*network.named_parameters(), strict=True)
    sizes = [value.numel() for value in values]

    def loss(flat):
        parts = [p.view_as(v) for p, v in zip(flat.split(sizes), values, strict=True)]
        weights = dict(zip(names, parts, strict=True))
        buffers = {name: buffer.clone() for name, buffer in network.named_buffers()}
        return functional.cross_entropy(
            functional_call(network.train(training), weights | buffers, (images,)), labels
        )

    flat = torch.cat([value.detach().flatten() for value in values])
    return torch.autograd.functional.hessian(loss, flat)


@pytest.mark.parametrize("normalised", [False, True])
@pytest.mark.parametrize("training", [False, True])
def test_largest_eigenvalue_is_that_of_the_full_hessian(normalised, training):
    network, images, labels = tiny(normalised)
    found = top_eigenvalue(network, images, labels, iterations=60, training=training)
    every = torch.linalg.eigvalsh(hessian(network, images, labels, training=training))
    assert found == pytest.approx(every[-1].item(), rel=1e-4)


def test_more_products_come_closer_and_never_exceed_it():
    network, images, labels = tiny(normalised=True)
    found = [top_eigenvalue(network, images, labels, iterations=n) for n in (1, 3, 10, 60)]
    assert found[0] < found[1] < found[2] <= found[3] * (1 + 1e-9)
    assert found[2] == pytest.approx(found[3], rel=1e-3)


class Saddle(nn.Module):
    """Two weights whose loss, on the first of two classes, curves down more than up."""

    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(2, dtype=torch.float64))

    def forward(self, images):
        difference = self.w[0] ** 2 - 3 * self.w[1] ** 2
        return torch.stack([-difference, torch.zeros_like(difference)])[None]


def test_largest_is_found_where_the_most_negative_is_larger_in_size():
    images, labels = torch.zeros(1, 1, 1, 1), torch.tensor([0])
    # The loss is log(1 + exp(w0² - 3 w1²)): its Hessian at 0 is diagonal, 1 and -3.
    found = top_eigenvalue(Saddle(), images, labels, iterations=60)
    assert found == pytest.approx(1, rel=1e-6)


def test_network_is_left_alone():
    network = cifar_resnet(8, in_channels=1).eval()
    before = {name: value.clone() for name, value in network.state_dict().items()}
    images = torch.randn(4, 1, 8, 8, generator=torch.Generator().manual_seed(0))
    assert top_eigenvalue(network, images, torch.arange(4), iterations=2) != 0
    assert not network.training
    assert all(value.equal(before[name]) for name, value in network.state_dict().items())
    assert all(parameter.grad is None for parameter in network.parameters())


def test_too_few_iterations_are_refused():
    with pytest.raises(ValueError, match="iterations 0 is below 1"):
        top_eigenvalue(*tiny(normalised=False), iterations=0)
