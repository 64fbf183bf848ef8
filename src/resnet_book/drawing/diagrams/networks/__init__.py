"""Whole networks.

- ``network_layers``: the layers, found by running the network
- ``network_pictures``: networks below each other
- ``strips``: a network, a bar per layer; ``strip_labels``: its stages; ``strip_rows``: a row for
  each stage
- ``doing_nothing``: a deep network that copies a shallow one
"""
