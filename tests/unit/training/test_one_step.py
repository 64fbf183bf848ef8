"""One step of SGD."""

import copy

import torch

from resnet_book.models.resnet import cifar_resnet
from resnet_book.training.one_step import first_step


def test_first_step_is_that_of_pytorch_and_leaves_the_network_alone():
    generator = torch.Generator().manual_seed(0)
    images = torch.randn(16, 1, 8, 8, generator=generator)
    labels = torch.randint(10, (16,), generator=generator)
    network = cifar_resnet(8, in_channels=1, width=4)
    before = copy.deepcopy(network.state_dict())
    stepped = first_step(network, images, labels, 0.1)
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())

    expected = copy.deepcopy(network).train()
    optimizer = torch.optim.SGD(expected.parameters(), lr=0.1)
    torch.nn.functional.cross_entropy(expected(images), labels).backward()
    optimizer.step()
    for found, wanted in zip(stepped.parameters(), expected.parameters(), strict=True):
        torch.testing.assert_close(found, wanted)
        assert found.grad is None


def test_rate_zero_changes_no_parameter():
    network = cifar_resnet(8, in_channels=1, width=4)
    stepped = first_step(network, torch.randn(4, 1, 8, 8), torch.zeros(4).long(), 0.0)
    assert all(map(torch.equal, stepped.parameters(), network.parameters()))
