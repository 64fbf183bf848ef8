"""Measurements on a network. Nothing here trains, and the network is left as it was."""

from resnet_book.probes.signals import LayerSignal, signals

__all__ = ["LayerSignal", "signals"]
