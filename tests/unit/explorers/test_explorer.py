"""What all explorers share."""

import base64
import gzip
import json
import re
from html import escape

import pytest
from random_images import IMAGES, LABELS

from resnet_book.explorers.block_builder.builder import BlockBuilder
from resnet_book.explorers.degradation import DegradationExplorer
from resnet_book.explorers.explorer import STATIC, rounded
from resnet_book.explorers.identity import IdentityExplorer
from resnet_book.explorers.network_map import NetworkMap
from resnet_book.explorers.paths import PathsExplorer
from resnet_book.explorers.predict import Predict
from resnet_book.explorers.signal import SignalExplorer
from resnet_book.labs import TrainingLab
from resnet_book.probes.block_stack import stack

NUMBER = {"answer": [71.8, 82.2], "unit": "%"}


def _lab():
    lab = TrainingLab("01-degradation", depth=8, epochs=1)
    lab.run()
    return lab.in_page()


MAKE = {
    "builder": BlockBuilder,
    "compact builder": lambda: BlockBuilder(compact=True),
    "degradation": DegradationExplorer,
    "lab": _lab,
    "map": NetworkMap,
    "signal": lambda: SignalExplorer.measure(IMAGES, LABELS, depths=(8, 14), gains=(1.0, 2.0)),
    "identity": lambda: IdentityExplorer.measure(IMAGES, LABELS, scales=(0.5, 1), lengths=(2, 3)),
    "paths": lambda: PathsExplorer.measure(
        {"before training": {scale: [stack(scale, 2, width=4)] for scale in (0, 1)}},
        IMAGES,
        LABELS,
    ),
    "number": lambda: Predict.number("p", "How large?", **NUMBER),
    "choice": lambda: Predict.choice(
        "p", "Which <b>?", options=["one", "two"], answer="two", because="It is 2."
    ),
    "curve": lambda: Predict.curve(
        "p", "Draw.", x=[8, 20], answer=[1, 2], xlabel="depth", ylabel="error", low=0, high=9
    ),
}


_made = {}


@pytest.fixture(params=MAKE)
def explorer(request):
    return _made.setdefault(request.param, MAKE[request.param]())


def embedded(explorer) -> dict:
    """The state as it stands in the page."""
    return json.loads(re.search(r'json">(.*?)</script>', explorer.html(), re.S).group(1))


def test_there_are_four_views(explorer):
    bundle = explorer._repr_mimebundle_()
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == explorer.model_id
    assert bundle["text/html"].startswith('<figure class="explorer"')
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert len(bundle["text/plain"]) > 10


def test_page_holds_the_values_the_content_and_a_table(explorer):
    state = embedded(explorer)
    assert state["values"] == explorer.values()
    assert state["content"] == json.loads(json.dumps(explorer.state["content"]))
    assert "<table>" in explorer.html()
    assert all(len(row) == len(explorer.table.head) for row in explorer.table.rows)


def test_page_state_is_small(explorer):
    assert len(gzip.compress(json.dumps(embedded(explorer)).encode())) < 60_000


def test_text_is_escaped():
    html = MAKE["choice"]().html()
    assert "Which &lt;b&gt;?" in html


def size(*names: str) -> int:
    """Bytes of scripts, compressed as a server sends them."""
    return sum(len(gzip.compress((STATIC / name).read_bytes())) for name in names)


def test_scripts_stay_small():
    assert size("widget.js") < 100_000
    assert size("site/loader.js") < 2_200
    assert size("site/shared.js") < 85_500
    own = {path.name for path in (STATIC / "site").glob("*.js")}
    own -= {"loader.js", "shared.js", "scrolling.js"}
    kinds = ("builder", "degradation", "identity", "lab", "map", "paths", "predict", "signal")
    on_run = {"engine.js": 12_288, "digits.js": 60_000, "answers.js": 1_000}
    assert own == {f"{kind}.js" for kind in kinds} | set(on_run)
    assert all(size(f"site/{name}") <= on_run.get(name, 6_000) for name in own)


def test_picture_stands_beside_the_table_where_no_script_runs(explorer):
    picture = explorer.picture().phone()
    (image,) = re.findall(r"<img [^>]*>", explorer.html())
    assert f'alt="{escape(picture.alt)}"' in image
    assert f'width="{picture.width}" height="{picture.height}"' in image
    (data,) = re.findall(r'src="data:image/png;base64,([^"]+)"', image)
    assert base64.b64decode(data) == picture.png()


def test_state_has_the_looks_of_plain_and_residual_and_the_words(explorer):
    state = embedded(explorer)
    assert state["looks"]["plain"] == {
        "colour": "var(--plain)", "symbol": "circle", "label": "plain",
    }  # fmt: skip
    assert state["looks"]["residual"]["symbol"] == "square"
    assert state["words"]["locale"] == "en"


def test_setting_a_value_moves_the_explorer_and_a_wrong_one_is_refused():
    explorer = MAKE["degradation"]()
    explorer.depth = 20
    assert explorer.values()["depth"] == 20
    with pytest.raises(ValueError, match=r"depth 57 is not one of: 20, 32, 44, 56"):
        explorer.depth = 57
    assert explorer.depth == 20
    with pytest.raises(ValueError, match="depth 110"):
        DegradationExplorer(depth=110)  # not recorded
    with pytest.raises(ValueError, match="error 'loss' is not one of: train_error, test_error"):
        DegradationExplorer(error="loss")


def test_of_several_options_any_number_is_chosen_and_another_is_refused():
    explorer = DegradationExplorer(depth=20, also=["pre"])
    with pytest.raises(ValueError, match="also 'D' is not one of: pre"):
        explorer.also = ["pre", "D"]
    assert explorer.also == ["pre"]
    explorer.depth = 56  # where it is not recorded
    assert explorer.also == []
    with pytest.raises(ValueError, match="also 'pre'"):
        DegradationExplorer(depth=56, also=["pre"])


def test_values_that_depend_on_another_follow_it():
    explorer = NetworkMap("resnet-152-B", layer="fc")
    explorer.network = "vgg-16"
    assert explorer.layer == "features.0"
    explorer.layer = "features.2"
    with pytest.raises(ValueError, match="layer 'conv1'"):
        explorer.layer = "conv1"
    explorer.network = "vgg-19"
    assert explorer.layer == "features.2"  # which it offers too


def test_no_number_of_a_page_is_lost_or_infinite():
    values = [1.23456, float("inf"), float("nan"), 7.123e-24]
    assert rounded(values) == [1.235, None, None, 7.123e-24]
    with pytest.raises(ValueError, match="JSON"):
        Predict.number("p", "?", answer=1.0, low=0, high=float("inf"))


@pytest.mark.parametrize("name", ["34-to-50", "a b", "", "Guess"])
def test_name_that_styles_and_scripts_cannot_select_by_is_refused(name):
    with pytest.raises(ValueError, match="a letter first"):
        Predict.number(name, "How large?", **NUMBER)
