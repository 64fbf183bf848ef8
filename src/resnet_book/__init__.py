"""Deep Residual Learning, Measured: the package that every chapter imports.

===================  ==========================================================================
``models``           shortcuts, blocks, residual networks and VGG; their cost
``data``             digits, CIFAR-10, CIFAR-100, and their mini-batches
``training``         recipes, one training loop, checkpoints; ``speed`` makes it faster
``results``          our results next to published ones: records, papers, scorecard
``probes``           measurements on a network: signals, gradients, responses, time
``drawing``          figures, each with its alternative text
``explorers``        interactive figures, with or without a kernel
``labs``             cells in which a reader trains networks
``exercises``        checks with hints, one module a chapter
===================  ==========================================================================

Next to them are modules that every folder may use: ``palette`` (the only place where a colour, a
marker or a line style is written; ``scripts/draw_readme.py`` and ``draw_logo.py`` redraw the
pictures that are files, and lessons name the hues), ``words`` (names and numbers as readers see
them), ``choices`` ("one of"), ``options`` (a dataclass's fields as options of the command line),
``plain_data`` (dataclasses from JSON), ``progress`` (one progress bar), ``addresses`` (repository,
Colab). ``claims`` is an extension of IPython: it shows what the asserts of a lesson's cell have
checked, and ``shown_values`` writes its numbers. ``python -m resnet_book`` is ``__main__``;
``arguments`` is its parser, ``commands`` what it does, ``machine`` whether this machine can.

Imports point one way: data and models, training, probes and results, drawing, explorers, labs;
exercises need only models. Lessons import all of them. English for readers is in ``words``,
``drawing``, ``explorers`` (a table each), ``labs``, ``exercises``, ``results.scorecard``,
``results.tables`` and ``results.papers``, and outside the package in ``book/`` and ``_sphinx/``;
JavaScript contains none.

The ``__init__`` of each folder lists its modules and exports the names that chapters import; add
new modules to it.
"""

__version__ = "0.1.0"
