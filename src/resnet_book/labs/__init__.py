"""Live labs: cells with controls that train real networks in the reader's kernel.

With a kernel, a lab is a set of ipywidgets. Without one, on the website, it shows the result of its
last run and a link that opens it in Colab; there is never a slider that does nothing.
"""

from resnet_book.labs.training import TrainingLab

__all__ = ["TrainingLab"]
