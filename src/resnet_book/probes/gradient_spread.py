"""How far the gradient of one pixel of the last map spreads over the image, and how much of it.

Luo and others (2016, arXiv:1701.04128) call the pixels of the image that matter the effective
receptive field. They are far fewer than the pixels of the receptive field, which *can* matter.
"""

from __future__ import annotations

import copy

import torch
from torch import Tensor

from resnet_book.models.resnet import ResNet
from resnet_book.training.running_statistics import renew_statistics


def gradient_energy(network: ResNet, images: Tensor, generator: torch.Generator) -> Tensor:
    """The energy of the middle pixel's gradient at each pixel of the image: (H, W), sum 1.

    The middle pixel of the last feature map, before the average pooling; its channels are added
    with random signs, different for each image. The energy is the squared gradient, summed over
    channels and images. Computed in evaluation mode on a copy of the network, whose normalisations
    have the statistics of `images`, so that images do not affect each other.

    Args:
        images: (N, C, H, W).
        generator: draws the signs.
    """
    network = copy.deepcopy(network).eval()
    renew_statistics(network, images, len(images))
    last: list[Tensor] = []
    stage = network.get_submodule(network.stages[-1])
    stage.register_forward_hook(lambda _module, _inputs, output: last.append(output))
    images = images.clone().requires_grad_()
    network(images)
    (maps,) = last
    middle = maps[:, :, maps.shape[2] // 2, maps.shape[3] // 2]
    signs = torch.randint(0, 2, middle.shape, generator=generator) * 2.0 - 1
    (gradient,) = torch.autograd.grad((middle * signs.to(middle)).sum(), images)
    energy = gradient.square().sum((0, 1))
    return energy / energy.sum()


def spread(energy: Tensor) -> float:
    """Root mean square distance of the energy from its centre, along one axis, in pixels.

    Args:
        energy: (H, W), of :func:`gradient_energy`.
    """
    variances = []
    for axis in (0, 1):
        profile = energy.sum(1 - axis)
        place = torch.arange(len(profile), dtype=profile.dtype)
        centre = (place * profile).sum()
        variances.append(((place - centre).square() * profile).sum())
    return torch.stack(variances).mean().sqrt().item()


def side_with(energy: Tensor, share: float) -> int:
    """Side of the smallest square around the centre that holds `share` of the energy, in pixels.

    Args:
        energy: (H, W), of :func:`gradient_energy`.
        share: above 0 and at most 1.

    Raises:
        ValueError: `share` is not such a number.
    """
    if not 0 < share <= 1:
        raise ValueError(f"share {share!r} is not above 0 and at most 1")
    rows, columns = (torch.arange(size, dtype=energy.dtype) for size in energy.shape)
    middle = [round((p * energy.sum(1 - a)).sum().item()) for a, p in enumerate((rows, columns))]
    away = torch.maximum(
        (rows - middle[0]).abs()[:, None].expand_as(energy), (columns - middle[1]).abs()[None]
    )
    inside = torch.stack([energy[away <= reach].sum() for reach in range(int(away.max()) + 1)])
    enough = inside >= share * inside[-1] * (1 - 1e-6)  # all of it, up to rounding
    return 2 * int(enough.int().argmax()) + 1
