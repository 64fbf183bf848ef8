"""The network map in a browser: moved by keys and by a pointer, described in words."""

import pytest
from accessibility import violations
from layout import SIZES
from page_figures import choose, figure, move, of_kind, settled, summary, view_address

from resnet_book.explorers.map_layers import placed
from resnet_book.models.families import families, member
from resnet_book.results import layer_times


@pytest.fixture
def where(html_dir):
    places = of_kind("map")
    if not places:
        pytest.fail("no page has the network map")
    return places[0]


@pytest.fixture
def page(visit, where):
    return visit(f"{where[0]}.html")


@pytest.fixture
def found(page, where):
    return figure(page, where[1])


def slider(found):
    return found.get_by_label("Layer", exact=True)


def names(key):
    return [layer.cost.name for layer in placed(member(key), layer_times.load())]


def numbers(found):
    """What the panel says: name → number."""
    return dict(
        found.locator(".map-numbers div").evaluate_all(
            "(all) => all.map((e) => [e.querySelector('dt').textContent,"
            " e.querySelector('dd').firstChild.textContent])"
        )
    )


def press(page, found, *keys):
    slider(found).focus()
    for key in keys:
        page.keyboard.press(key)
        settled(page)
    return slider(found).get_attribute("aria-valuetext")


def test_keys_walk_by_layer_by_block_and_by_stage(page, found):
    assert press(page, found, "Home") == "conv1"
    assert press(page, found, "ArrowRight") == "layer1.0.conv1"
    assert press(page, found, "ArrowUp") == "layer1.1.conv1"
    assert press(page, found, "ArrowRight", "ArrowDown") == "layer1.0.conv1"
    assert press(page, found, "PageUp") == "layer2.0.conv1"
    assert press(page, found, "PageDown", "PageDown") == "conv1"
    assert press(page, found, "End") == "fc"
    assert "layer=fc" in view_address(page)


def test_every_layer_says_what_it_is(page, where, found):
    key = "resnet-18-A"
    choose(found, "Network", member(key).label)
    layers = placed(member(key), layer_times.load())
    assert slider(found).get_attribute("max") == str(len(layers) - 1)
    for i, layer in enumerate(layers):
        move(found, "Layer", i)
        settled(page)
        cost, sentence = layer.cost, summary(page, where[1])
        assert sentence.startswith(f"{cost.name}, bar {i + 1} of {len(layers)}: ")
        if cost.kernel:
            assert f"{cost.kernel}×{cost.kernel} convolution, stride {cost.stride}" in sentence
            assert f"{cost.out_channels} of {cost.out_size}×{cost.out_size}" in sentence
        shown = numbers(found)
        assert shown["multiply-adds"] == f"{cost.multiply_adds:,}"
        assert shown["parameters"] == f"{cost.parameters:,}"
        assert shown["sees"] == f"{cost.field} px"
        assert float(shown["time"].removesuffix(" ms")) == pytest.approx(layer.time, rel=0.01)


def test_every_network_is_drawn_with_all_its_layers(page, found):
    for family in families().values():
        for each in family:
            label = each.label
            options = found.get_by_label("Network", exact=True).locator("option").all_inner_texts()
            choose(
                found,
                "Network",
                next(text for text in options if text in (label, f"{label}, CIFAR")),
            )
            settled(page)
            assert found.locator(".problem").count() == 0
            bars = found.locator(".board svg").first.locator("rect:not(.map-mark), circle")
            assert bars.count() == 2 * len(names(each.key))
            assert slider(found).get_attribute("max") == str(len(names(each.key)) - 1)


def test_pointer_chooses_layers(page, found):
    move(found, "Layer", 0)
    settled(page)
    before = view_address(page)
    svg = found.locator(".board svg").first
    svg.scroll_into_view_if_needed()
    box = svg.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    settled(page)
    passed = slider(found).get_attribute("aria-valuetext")
    assert passed.startswith("layer")
    assert view_address(page) == before  # a pointer that passes leaves no trace
    page.mouse.move(box["x"] + 2, middle)
    page.mouse.move(box["x"] + box["width"] / 3, middle)
    settled(page)
    assert slider(found).get_attribute("aria-valuetext") not in ("conv1", passed)


def test_pinned_network_stands_below_and_is_compared(page, where, found):
    found.get_by_role("button", name="Pin this view").click()
    choose(found, "Network", "ResNet-50, option C, stride on the 1×1")
    settled(page)
    assert found.locator(".board svg").count() == 3  # two strips and a block
    assert "pinned" in found.locator(".map-title").nth(1).inner_text()
    assert slider(found).get_attribute("aria-valuetext") == "layer2.0.conv2"  # as before
    sums = [
        sum(layer.cost.parameters for layer in placed(member(key), layer_times.load()))
        for key in ("resnet-50-C", "resnet-50-B")
    ]
    assert f"{sums[0] / sums[1]:.2f} times the parameters" in summary(page, where[1])


def test_address_names_network_measure_and_layer(visit, where):
    page_name, name = where
    view = f"#{name}?network=vgg-16&measure=parameters&layer=classifier.0"
    page = visit(f"{page_name}.html{view}")
    assert "102764544" in numbers(figure(page, name))["parameters"].replace(",", "")
    assert "classifier.0" in summary(page, name)


LONG = ["ResNet-152, stride on the 1×1", "plain-110, CIFAR", "VGG-19 (E)"]


@pytest.mark.parametrize("network", LONG)
def test_long_networks_fit_a_phone(page, found, network):
    page.set_viewport_size(SIZES["phone"])
    choose(found, "Network", network)
    for measure in ("parameters", "field of view"):
        choose(found, "Show", measure)
        settled(page)
        assert found.evaluate("(e) => e.scrollWidth <= e.clientWidth + 1")
        widths = (
            found.locator(".board svg")
            .first.locator("rect:not(.map-mark)")
            .evaluate_all("(all) => all.map((e) => e.getBoundingClientRect().width)")
        )
        assert min(widths) > 2  # px
        texts = found.locator(".board svg text").evaluate_all(
            "(all) => all.map((e) => [parseFloat(getComputedStyle(e).fontSize),"
            " e.getBoundingClientRect().left, e.getBoundingClientRect().right])"
        )
        box = found.bounding_box()
        for size, left, right in texts:
            assert size >= 12
            assert box["x"] <= left
            assert right <= box["x"] + box["width"]
    assert violations(page, "figure.explorer[data-kind=map]") == ""
