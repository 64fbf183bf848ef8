"""Networks of residual blocks, and their cost.

- ``shortcuts``: the shortcuts of both papers, chosen by a string
- ``block_designs``: the only list of choices about a block: names, command line, records and labs
  read it; and the order of operations
- ``blocks``: one block, put together by its design: branch, shortcut, sum
- ``squeeze_excitation``: channels scaled by factors computed from all channels, an option of blocks
- ``network_specs``: everything needed to build a network again, and the papers' networks
- ``resnet``: whole networks of blocks, for CIFAR and ImageNet, and their plain twins
- ``later_designs``: ResNet-B, -C and -D, built from a network of bottlenecks
- ``labels``: the names of networks for readers
- ``initialisation``: the initial weights of a network
- ``growth``: blocks appended to a trained network, and branches that start at zero
- ``dense_stacks``: fully connected layers in pairs, with and without shortcuts
- ``bare_stacks``: plain convolutions without normalisation; may be initialised as an isometry
- ``vgg_networks``: VGG, the deep networks before ResNet
- ``counting``: parameters, multiply-adds and values moved, of a network and of each layer
- ``field_of_view``: receptive fields, and weights that multiply only padding
- ``layer_costs``: cost and receptive field of each layer
- ``families``: the networks of the papers, by family
"""

from resnet_book.models.bare_stacks import BareStack, bare_stack, set_delta_orthogonal
from resnet_book.models.block_designs import ORDERS, BlockDesign
from resnet_book.models.blocks import Block
from resnet_book.models.counting import Costs, StageCost, costs, operations
from resnet_book.models.dense_stacks import (
    DensePair,
    DenseSpec,
    build_dense,
    dense_classifier,
    dense_stack,
)
from resnet_book.models.field_of_view import reached_weights, receptive_field, stack_cost, view
from resnet_book.models.growth import STARTS, appended, grow, set_last_scales
from resnet_book.models.initialisation import initialise, pass_on
from resnet_book.models.labels import network_label
from resnet_book.models.later_designs import later_design
from resnet_book.models.network_specs import IMAGENET, NetworkSpec, cifar_spec, imagenet_spec
from resnet_book.models.resnet import ResNet, build, cifar_resnet, imagenet_resnet
from resnet_book.models.shortcuts import make_shortcut
from resnet_book.models.vgg_networks import CONFIGURATIONS, parameters_by_part, vgg, weight_layers

__all__ = [
    "CONFIGURATIONS",
    "IMAGENET",
    "ORDERS",
    "STARTS",
    "BareStack",
    "Block",
    "BlockDesign",
    "Costs",
    "DensePair",
    "DenseSpec",
    "NetworkSpec",
    "ResNet",
    "StageCost",
    "appended",
    "bare_stack",
    "build",
    "build_dense",
    "cifar_resnet",
    "cifar_spec",
    "costs",
    "dense_classifier",
    "dense_stack",
    "grow",
    "imagenet_resnet",
    "imagenet_spec",
    "initialise",
    "later_design",
    "make_shortcut",
    "network_label",
    "operations",
    "parameters_by_part",
    "pass_on",
    "reached_weights",
    "receptive_field",
    "set_delta_orthogonal",
    "set_last_scales",
    "stack_cost",
    "vgg",
    "view",
    "weight_layers",
]
