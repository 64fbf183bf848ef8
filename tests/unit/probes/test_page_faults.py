"""Memory pages that the operating system provides."""

from mmap import mmap

import pytest
import torch

from resnet_book.probes.page_faults import new_pages


def test_pages_that_are_touched_for_the_first_time_are_counted():
    resource = pytest.importorskip("resource")
    size = 2**27
    # malloc could return memory that earlier tests have freed; a new mapping has new pages.
    memory = torch.frombuffer(mmap(-1, size), dtype=torch.uint8)
    pages = new_pages(lambda: memory.fill_(1))
    assert 0 < pages <= 2 * size / resource.getpagesize()
