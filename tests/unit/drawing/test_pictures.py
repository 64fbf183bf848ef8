"""Every figure: light, dark, readable by a screen reader."""

import re
import xml.etree.ElementTree as ElementTree

import pytest
from made_results import epochs, layers, result

from resnet_book import drawing as plots
from resnet_book.drawing.pictures import Picture, drawing
from resnet_book.models.resnet import cifar_spec
from resnet_book.results import papers

PICTURES = {
    "revolution": lambda: plots.revolution_of_depth(papers.REVOLUTION_OF_DEPTH),
    "depth": lambda: plots.error_by_depth([("A", 11, 29.6), ("D", 16, 27.0), ("E", 19, 27.3)]),
    "curves": lambda: plots.error_curves(
        {
            cifar_spec(20, "none"): [epochs(80, 20, 4), epochs(70, 10, 2)],
            cifar_spec(20): [epochs(50, 5, 0)] * 2,
        }
    ),
    "errors": lambda: plots.last_errors(
        {
            cifar_spec(20, "none"): [result(1, 4), result(2, 5)],
            cifar_spec(56, "none"): [result(80, 81)] * 2,
        }
    ),
    "layers": lambda: plots.by_layer(
        {
            "before": {
                cifar_spec(20, "none"): [layers(8, 2, 1), layers(9, 4, 1), layers(2, 3, 5)],
                cifar_spec(20): [layers(1, 2, 1)] * 3,
            }
        },
        "weight_gradient",
        ylabel="gradient norm",
    ),
}


@pytest.fixture(params=PICTURES)
def picture(request):
    return PICTURES[request.param]()


def test_svg_is_well_formed_and_named_by_its_alternative_text(picture):
    root = ElementTree.fromstring(picture.svg())
    assert root.get("role") == "img"
    assert root.get("aria-label") == picture.alt
    assert "width:100%" in root.get("style")


def test_text_and_axes_take_the_pages_colour_and_the_background_is_clear(picture):
    svg = picture.svg()
    assert "currentColor" in svg
    assert not re.search(r"#(000000|010203|ffffff)", svg)
    assert "<style" not in svg
    assert "<text" in svg  # real text: selectable, and in the page's font where it has one


def test_axes_have_labels(picture):
    for axes in picture.figure.axes:
        shared = axes.get_shared_x_axes().get_siblings(axes)
        assert any(sibling.get_xlabel() for sibling in shared)
        assert axes.get_ylabel() or axes.get_yticklabels()


def test_ids_of_two_figures_on_one_page_differ():
    one, two = PICTURES["curves"]().svg(), PICTURES["errors"]().svg()
    found = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in (one, two)]
    assert found[0]
    assert not found[0] & found[1]


def test_references_inside_an_svg_resolve(picture):
    svg = picture.svg()
    ids = set(re.findall(r'\bid="([^"]+)"', svg))
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg))
    assert used <= ids


def test_same_figure_gives_the_same_svg():
    assert PICTURES["curves"]().svg() == PICTURES["curves"]().svg()


def test_views_are_html_for_pages_and_png_for_where_no_html_is_shown(picture):
    views = picture._repr_mimebundle_()
    assert views["text/html"].startswith('<figure class="measured"><svg')
    assert views["image/png"].startswith(b"\x89PNG")
    assert views["text/plain"] == picture.alt


def test_figures_are_at_most_seven_inches_wide(picture):
    assert picture.figure.get_figwidth() <= 7


def test_picture_without_words_is_refused():
    with drawing() as (figure, _), pytest.raises(ValueError, match="alt is empty"):
        Picture(figure, " ")


def test_drawing_leaves_the_readers_style_alone():
    import matplotlib

    before = dict(matplotlib.rcParams)
    PICTURES["curves"]()
    assert dict(matplotlib.rcParams) == before


def test_alternative_text_tells_the_results():
    assert "plain-20 ends at 2.0 to 4.0 %" in PICTURES["curves"]().alt
    assert "plain-56: training 80.0 %, test 81.0 %" in PICTURES["errors"]().alt
    assert "2015 ResNet, 3.57 % · 152 layers" in PICTURES["revolution"]().alt
