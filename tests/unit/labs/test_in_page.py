"""The lab that the reader's browser runs: what its page holds."""

import json
import shutil
import subprocess
from dataclasses import asdict, dataclass, fields, replace

import pytest
from built_site import unavailable

from resnet_book import plain_data
from resnet_book.explorers.explorer import STATIC
from resnet_book.labs import TrainingLab, in_page
from resnet_book.models import NetworkSpec, block_designs, cifar_spec
from resnet_book.models.block_designs import BlockDesign
from resnet_book.training import Recipe, recipe


def test_page_holds_a_spec_and_a_recipe(finished):
    lab = finished.in_page()
    content = lab.state["content"]
    spec = plain_data.read(NetworkSpec, content["spec"])
    assert spec == cifar_spec(8, "A", width=8, in_channels=1)
    read = plain_data.read(Recipe, content["recipe"])
    assert read == recipe("quick").with_changes(epochs=2)
    assert content["epochs"] == 2


def test_controls_offer_what_the_lab_in_a_kernel_offers(finished):
    lab = finished.in_page()
    assert lab.values() == {"depth": 8, "shortcut": "A", "learning_rate": 0.02}
    assert lab.controls["depth"].values({}) == list(finished.depth.options)
    assert lab.controls["shortcut"].options == tuple(
        (value, name) for name, value in finished.shortcut.options
    )
    with pytest.raises(ValueError, match="depth 9 is not one of"):
        lab.depth = 9


def test_names_have_a_place_for_the_depth(finished):
    names = finished.in_page().state["content"]["names"]
    assert names["none"] == "plain-{depth}"
    assert names["A"] == "ResNet-{depth}"
    assert names["B"] == "ResNet-{depth}, option B"
    assert all("{depth}" in name for name in names.values())


def test_depth_that_the_blocks_cannot_have():
    lab = TrainingLab("01-degradation", depth=20, block="bottleneck")
    with pytest.raises(ValueError, match=r"depth 8 is not 9n \+ 2"):
        lab.in_page()


def test_names_say_every_choice_about_the_blocks():
    lab = TrainingLab("01-degradation", depth=8, order="full-preactivation", batch_norm=False)
    names = lab.in_page().state["content"]["names"]
    assert names["A"] == "ResNet-{depth}, full pre-activation, without BN"
    assert names["none"] == "plain-{depth}, full pre-activation, without BN"


def test_without_a_script_it_shows_what_the_kernel_trained(finished):
    lab = finished.in_page()
    ((name, channels, train, test),) = lab.table.rows
    assert name == "ResNet-8, rate 0.02"
    assert channels == "16"
    assert float(train) == pytest.approx(finished.results[name].train_error, abs=0.05)
    assert float(test) == pytest.approx(finished.results[name].test_error, abs=0.05)
    assert "ResNet-8" in lab.picture().alt


def test_caption_says_where_and_how_wide_it_trains(finished):
    assert "Your browser trains: networks 8 channels wide" in finished.in_page().caption


def test_rate_that_is_not_offered():
    lab = TrainingLab("01-degradation", depth=8, learning_rate=0.03)
    with pytest.raises(ValueError, match=r"learning_rate 0.03 is not one of"):
        lab.in_page()


def test_choices_about_blocks_reach_the_page():
    lab = TrainingLab("01-degradation", depth=8, order="full-preactivation")
    spec = plain_data.read(NetworkSpec, lab.in_page().state["content"]["spec"])
    assert spec.design.order == "full-preactivation"
    lab = TrainingLab("01-degradation", depth=8, squeeze_excitation=4)
    with pytest.raises(ValueError, match="squeeze_excitation: the page's engine has none"):
        lab.in_page()


def test_a_new_choice_about_blocks_is_refused_until_the_engine_follows_it(monkeypatch):
    @dataclass(frozen=True)
    class Design(BlockDesign):
        groups: int = block_designs._choice(1, label="groups-{}")

    def spec(*args, groups=1, **choices):
        made = cifar_spec(*args, **choices)
        return replace(made, design=Design(**asdict(made.design), groups=groups))

    monkeypatch.setattr(in_page, "cifar_spec", spec)
    lab = TrainingLab("01-degradation", depth=8)
    lab.choices = {"groups": 1}
    assert lab.in_page().state["content"]["spec"]["design"]["groups"] == 1
    lab.choices = {"groups": 32}
    with pytest.raises(ValueError, match="groups: the page's engine has none"):
        lab.in_page()


ENGINE = STATIC.parent / "js" / "engine"
CHECK = """
import { checkDesign } from "./block.js";
const refused = (design) => {
  try {
    checkDesign(design);
    return null;
  } catch (error) {
    return error.message;
  }
};
console.log(JSON.stringify(JSON.parse(process.argv[1]).map(refused)));
"""


def test_the_engine_follows_the_fields_that_the_lab_lets_through_with_all_their_values():
    """A new field, or a new value of one, must be made known to the engine as well."""
    if not shutil.which("node"):
        unavailable("no node; install Node.js, version 20 or later")
    changed = [{"shape": each} for each in block_designs.BRANCHES]
    changed += [{"order": each} for each in block_designs.ORDERS]
    changed += [{"stride_on": "1x1"}, {"batch_norm": False}, {"shortcut": "none"}]
    assert {field for each in changed for field in each} == in_page.FOLLOWED
    assert {each.name for each in fields(BlockDesign)} > in_page.FOLLOWED
    designs = [asdict(BlockDesign(**each)) for each in [*changed, {"squeeze_excitation": 4}]]
    command = ["node", "--input-type=module", "--eval", CHECK, json.dumps(designs)]
    done = subprocess.run(command, cwd=ENGINE, capture_output=True, encoding="utf8", check=True)
    *accepted, last = json.loads(done.stdout)
    assert accepted == [None] * len(changed)
    assert last == "squeeze_excitation 4 is not implemented here"
