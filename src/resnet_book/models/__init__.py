"""Networks of residual blocks, and their cost.

- ``shortcuts``: the shortcuts of both papers, chosen by a string
- ``blocks``: one block: branch, shortcut, sum; and its design
- ``squeeze_excitation``: channels that scale each other, an option of blocks
- ``resnet``: whole networks of blocks, for CIFAR and ImageNet, and their plain twins
- ``labels``: the names of networks for readers
- ``initialisation``: the initial weights of a network
- ``vgg_networks``: VGG, the deep networks before ResNet
- ``counting``: parameters, multiply-adds and values moved, of a network and of each layer
- ``field_of_view``: receptive fields, and weights that only ever multiply padding
"""

from resnet_book.models.blocks import ORDERS, Block, BlockDesign
from resnet_book.models.counting import Costs, StageCost, costs, operations
from resnet_book.models.field_of_view import reached_weights, receptive_field, stack_cost, view
from resnet_book.models.initialisation import initialise
from resnet_book.models.labels import network_label
from resnet_book.models.resnet import (
    IMAGENET,
    NetworkSpec,
    ResNet,
    build,
    cifar_resnet,
    cifar_spec,
    imagenet_resnet,
    imagenet_spec,
)
from resnet_book.models.shortcuts import make_shortcut
from resnet_book.models.vgg_networks import CONFIGURATIONS, parameters_by_part, vgg, weight_layers

__all__ = [
    "CONFIGURATIONS",
    "IMAGENET",
    "ORDERS",
    "Block",
    "BlockDesign",
    "Costs",
    "NetworkSpec",
    "ResNet",
    "StageCost",
    "build",
    "cifar_resnet",
    "cifar_spec",
    "costs",
    "imagenet_resnet",
    "imagenet_spec",
    "initialise",
    "make_shortcut",
    "network_label",
    "operations",
    "parameters_by_part",
    "reached_weights",
    "receptive_field",
    "stack_cost",
    "vgg",
    "view",
    "weight_layers",
]
