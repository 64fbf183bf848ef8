"""What all explorers share."""

import base64
import gzip
import json
import re
from html import escape

import pytest
from random_images import IMAGES, LABELS

from resnet_book.explorers.cost import CostExplorer
from resnet_book.explorers.degradation import DegradationExplorer
from resnet_book.explorers.explorer import STATIC, rounded
from resnet_book.explorers.identity import IdentityExplorer
from resnet_book.explorers.predict import Predict
from resnet_book.explorers.signal import SignalExplorer

NUMBER = {"answer": [71.8, 82.2], "unit": "%"}


MAKE = {
    "degradation": DegradationExplorer,
    "cost": CostExplorer,
    "signal": lambda: SignalExplorer.measure(IMAGES, LABELS, depths=(8, 14), gains=(1.0, 2.0)),
    "identity": lambda: IdentityExplorer.measure(IMAGES, LABELS, scales=(0.5, 1), lengths=(2, 3)),
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
    assert size("site/loader.js") < 1_500
    assert size("site/shared.js") < 95_000
    own = {path.name for path in (STATIC / "site").glob("*.js")}
    own -= {"loader.js", "shared.js", "scrolling.js"}
    kinds = ("cost", "degradation", "identity", "predict", "signal")
    assert own == {f"{kind}.js" for kind in kinds}
    assert all(size(f"site/{name}") < 4_000 for name in own)


def test_picture_stands_beside_the_table_where_no_script_runs(explorer):
    picture = explorer.picture()
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
    explorer.depth = 56
    assert explorer.values()["depth"] == 56
    with pytest.raises(ValueError, match=r"depth 57 is not one of: 20, 32, 44, 56"):
        explorer.depth = 57
    assert explorer.depth == 56
    with pytest.raises(ValueError, match="depth 110"):
        DegradationExplorer(depth=110)  # not recorded
    with pytest.raises(ValueError, match="shortcut 'D'"):
        DegradationExplorer(shortcut="D")


def test_values_that_depend_on_another_follow_it():
    explorer = CostExplorer("cifar-basic", 56)
    explorer.family = "imagenet"
    assert explorer.depth == 18
    explorer.depth = 50
    explorer.stride_on = "3x3"
    with pytest.raises(ValueError, match="depth 56"):
        explorer.depth = 56
    explorer.family = "cifar-bottleneck"
    assert (explorer.depth, explorer.stride_on) == (11, "1x1")


def test_no_number_of_a_page_is_lost_or_infinite():
    values = [1.23456, float("inf"), float("nan"), 7.123e-24]
    assert rounded(values) == [1.235, None, None, 7.123e-24]
    with pytest.raises(ValueError, match="JSON"):
        Predict.number("p", "?", answer=1.0, low=0, high=float("inf"))
