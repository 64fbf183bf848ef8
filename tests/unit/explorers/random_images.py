"""A batch of random images with labels, for explorers that measure networks."""

import torch

_GENERATOR = torch.Generator().manual_seed(0)
IMAGES = torch.randn(8, 1, 8, 8, generator=_GENERATOR)
LABELS = torch.randint(0, 10, (8,), generator=_GENERATOR)
