"""Every figure: light, dark, readable by a screen reader."""

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import get_type_hints

import pytest
import torch
from made_results import epochs, layers, result, terms
from readable import check, texts

from resnet_book import drawing as plots
from resnet_book.drawing.pictures import Picture, drawing
from resnet_book.models.network_specs import cifar_spec
from resnet_book.results import papers

PICTURES = {
    "revolution": lambda: plots.revolution_of_depth(papers.REVOLUTION_OF_DEPTH),
    "depth": lambda: plots.error_by_depth([("A", 11, 29.6), ("D", 16, 27.0), ("E", 19, 27.3)]),
    "size": lambda: plots.error_by_size([("ResNet-110", 1.7, 6.61), ("WRN-28-10", 36.5, 4.0)]),
    "comparison": lambda: plots.compared_numbers(
        ours={"12 epochs": {"plain-20": [17.3, 18.1]}},
        paper={"164 epochs": {"ResNet-110": [6.61]}},
        deviations={"ResNet-110": 0.16},
        xlabel="test error (%)",
        limits=(6, 20),
    ),
    "generalisation": lambda: plots.generalisation_curves(
        {
            cifar_spec(20, "none"): {1.3: 9.9, 2: 9.6, 3.5: 9.8},
            cifar_spec(20): {1.3: 8.5, 2: 8.5, 3.5: 8.3},
        }
    ),
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
    "responses": lambda: plots.response_curves(
        {cifar_spec(20, "none"): [1.0, 3.0, 2.0], cifar_spec(20): [0.5, 0.7]}
    ),
    "numbers": lambda: plots.by_number(
        {"plain": [(2, [1e-7, 0.2]), (6, [1, 2])], "residual, γ = 0.1": [(2, [0.01]), (6, [0.1])]},
        xlabel="layers",
        ylabel="error after 150 steps",
    ),
    "steps": lambda: plots.step_curves({"warm-up": [[90.0, 8.0]], "no warm-up": [[90.0, 9.0]]}),
    "removed": lambda: plots.one_removed(
        {"whole recipe": [2.0, 3.0], "without weight decay, rate 0.1": [5.0, 6.0]}
    ),
    "names": lambda: plots.errors_by_name(
        {"rate 0.02": {"dropout 0.5 on the shortcut": [1, 2, 3]}, "rate 0.1": {"original": [7]}}
    ),
    "rates": lambda: plots.error_over_rate(
        {"80 steps": {"γ = 1": [(0.01, [1, 2]), (0.1, [60, 70])], "γ = 0": [(0.1, [1, 3])]}}
    ),
    "distributions": lambda: plots.histograms(
        {"before": torch.linspace(-2, 4, 90), "after it": torch.linspace(-1, 1, 90)}, xlabel="value"
    ),
    "best": lambda: plots.best_of_runs(
        [1, 2, 3, 5, 10, 20], [6.61, 6.52, 6.48, 6.42, 6.36, 6.3], guessed=(6.1, 6.8)
    ),
    "ensemble": lambda: plots.ensemble_errors({1: [3.0, 2.0], 2: [1.0]}),
    "times": lambda: plots.time_by_layer(
        {"narrow block": {"ReLU": 2.0}, "bottleneck": {"batch normalisation": 1.0}},
        {"narrow block": 2.0, "bottleneck": 1.9},
    ),
    "cost": lambda: plots.error_by_cost(
        {
            papers.published("he2015", 3, "ResNet-34 B", "top-1 error"): 3.6,
            papers.published("he2015", 3, "VGG-16", "top-1 error"): 15.5,
        }
    ),
    "published": lambda: plots.published_errors(
        [cell for cell in papers.TABLE_3 if cell.metric == "top-1 error"]
    ),
    "cancellation": lambda: plots.cancellation(
        [torch.tensor([0.97, 8.0]), torch.tensor([1.0, 1.1])],
        [torch.tensor([-1.5, 2.0]), torch.tensor([-0.1, 0.1])],
    ),
    "scales": lambda: plots.gradient_over_scale(
        {s: [terms(s, s * f) for f in (1, 2, 3)] for s in (0.5, 1.0)}, {0.5: 1.0, 1.0: 2.0}
    ),
    "gates": lambda: plots.gates_by_bias(
        [-6, 0], [torch.full((10,), 0.99), torch.linspace(0, 1, 11)]
    ),
    "pixels": lambda: plots.pixels(
        {"shortcut A": torch.eye(8) > 0, "shortcut B": torch.eye(8) > 0, "branch": torch.ones(8, 8)}
    ),
    "images": lambda: plots.image_rows(
        {"input": torch.rand(7, 8, 8), "residual, γ = 0.1": torch.rand(7, 8, 8)}, alt="Digits."
    ),
}


@pytest.fixture(scope="module", params=PICTURES)
def picture(request):
    return PICTURES[request.param]()


def test_texts_are_12_px_at_least_inside_and_apart_at_both_widths(picture):
    check(picture)


def test_every_figure_is_tried_here():
    made = {n for n in plots.__all__ if get_type_hints(getattr(plots, n)).get("return") is Picture}
    source = Path(__file__).read_text(encoding="utf8")
    assert [name for name in sorted(made) if f"plots.{name}(" not in source] == []


def test_svg_is_well_formed_and_named_by_its_alternative_text(picture):
    root = ElementTree.fromstring(picture.svg())
    assert root.get("role") == "img"
    assert root.get("aria-label") == picture.alt


def test_text_and_axes_take_the_pages_colour_and_the_background_is_clear(picture):
    svg = picture.svg()
    assert "currentColor" in svg
    assert not re.search(r"#(000000|010203|ffffff)", svg)
    assert "<style" not in svg
    assert "<text" in svg  # real text: selectable, and in the page's font


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
    shown = re.findall(r'class="measured (\w+)" width="(\d+)"', views["text/html"])
    assert shown == [("wide", "688"), ("narrow", "342")]
    assert views["image/png"].startswith(b"\x89PNG")
    assert views["text/plain"] == picture.alt


def test_figure_of_one_form_is_shown_at_every_width():
    with drawing() as (figure, _):
        html = Picture(figure, "nothing").html()
    assert re.findall(r'<svg [^>]*class="([^"]+)"', html) == ["measured"]


def test_figure_of_one_form_has_legible_texts_on_a_phone():
    with drawing(5.2, 3) as (figure, axes):
        axes.set(xlabel="epoch", title="errors")
        axes.plot([1, 2], label="a")
        axes.legend()
    found = texts(Picture(figure, "a line").svg())
    assert found
    assert all(size * 342 / (5.2 * 96) >= 12 for _, size, _ in found)


def test_form_for_a_phone_stands_alone():
    picture = PICTURES["curves"]()
    assert picture.phone().figure is picture.narrow
    assert picture.phone().width == 342


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
