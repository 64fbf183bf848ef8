"""20 layers and 36 that do nothing: the counts are those of the networks."""

import pytest
from legible import check, texts

from resnet_book.drawing import layers_that_do_nothing
from resnet_book.drawing.diagrams.networks.network_layers import resnet_layers
from resnet_book.models.network_specs import cifar_spec


@pytest.mark.parametrize(("shallow", "deep"), [(20, 56), (20, 32), (56, 110)])
def test_as_many_layers_as_the_networks_have(shallow, deep):
    small, large = cifar_spec(shallow, "none"), cifar_spec(deep, "none")
    diagram = layers_that_do_nothing(small, large)
    check(diagram)
    copied, total = resnet_layers(small).depth, resnet_layers(large).depth
    for canvas in (diagram.wide, diagram.narrow):
        svg = canvas.svg(diagram.alt, "wide")
        assert svg.count('class="bar"') == 2 * copied
        assert svg.count('class="hollow"') == total - copied
        assert f"{deep - shallow} layers that do nothing" in texts(canvas)


def test_by_default_plain_20_and_plain_56():
    alt = layers_that_do_nothing().alt
    assert "plain-20" in alt
    assert "plain-56" in alt
    assert "the other 36 pass on their input unchanged" in alt


def test_a_deeper_network_is_asked_for():
    with pytest.raises(ValueError, match="plain-20 is not deeper than plain-56"):
        layers_that_do_nothing(cifar_spec(56, "none"), cifar_spec(20, "none"))
