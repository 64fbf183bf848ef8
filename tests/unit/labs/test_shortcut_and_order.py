"""The lab of chapter 3: each control reaches the network that is trained."""

import pytest

from resnet_book.labs.depth import TrainingLab
from resnet_book.labs.shortcut_and_order import IdentityLab


@pytest.fixture
def lab():
    return IdentityLab("03-identity-mappings", depth=8, width=4, epochs=1)


def test_controls_say_what_is_trained(lab):
    lab.shortcut.value, lab.scale.value = "scaling", 0.7
    lab.order.value, lab.learning_rate.value = "full-preactivation", 0.1
    lab.button.click()
    (name,) = lab.results
    assert name == "ResNet-8, shortcut × 0.7, width 4, full pre-activation, rate 0.1"
    assert name in lab.html()
    for narrow in (False, True):  # no name is cut off
        assert "shortcut × 0.7" in lab.picture.svg(narrow=narrow)


def test_controls_have_names_for_readers(lab):
    assert [name for name, _ in lab.shortcut.options] == [
        "none (plain)",
        "A: identity, zero padding",
        "B: projection where shapes change",
        "C: projection everywhere",
        "constant scaling",
        "exclusive gate",
        "shortcut-only gate",
        "dropout on the shortcut",
    ]
    assert ("full pre-activation", "full-preactivation") in lab.order.options


def test_factor_can_be_moved_only_where_it_does_something(lab):
    assert lab.scale.disabled
    before = lab.network().spec
    lab.scale.value = 0.5
    assert lab.network().spec == before
    lab.shortcut.value = "scaling"
    assert not lab.scale.disabled
    assert lab.network().spec.design.shortcut == "scaling=0.5,1"
    lab.shortcut.value = "A"
    assert lab.scale.disabled


def test_every_kind_and_order_that_is_offered_can_be_built(lab):
    for _, shortcut in lab.shortcut.options:
        for _, order in lab.order.options:
            lab.shortcut.value, lab.order.value = shortcut, order
            design = lab.network().spec.design
            assert design.order == order
            assert design.shortcut.startswith(shortcut)


def test_all_controls_are_shown_and_labelled(lab):
    assert isinstance(lab, TrainingLab)
    for control in (lab.depth, lab.shortcut, lab.scale, lab.order, lab.learning_rate):
        assert control in lab.children
        assert control.description


def test_page_without_a_kernel_fades_the_line_in(lab):
    lab.shortcut.value, lab.scale.value = "scaling", 0.9
    lab.button.click()
    page = lab.in_page()
    content = page.state["content"]
    assert content["names"]["scaling=0.9,1"] == "ResNet-{depth}, shortcut × 0.9"
    assert content["tags"]["scaling=0.9,1"] == "{depth}, × 0.9"
    assert content["tags"]["A"] == "ResNet-{depth}"
    assert next(iter(content["names"])) == "none"
    assert "shortcut × 0.9" in page.picture().alt


def test_values_that_are_not_offered_are_named():
    with pytest.raises(ValueError, match="order 'preact' is not one of: original"):
        IdentityLab("03-identity-mappings", order="preact")
    with pytest.raises(ValueError, match=r"scale 2 is not one of: 0\.5"):
        IdentityLab("03-identity-mappings", scale=2)
