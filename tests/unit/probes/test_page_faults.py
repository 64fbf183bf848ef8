"""Memory pages that the operating system provides."""

import pytest
import torch

from resnet_book.probes.page_faults import new_pages


def test_pages_that_are_touched_for_the_first_time_are_counted():
    resource = pytest.importorskip("resource")
    size = 2**27
    pages = new_pages(lambda: torch.ones(size, dtype=torch.uint8))
    assert 0 < pages <= 2 * size / resource.getpagesize()
