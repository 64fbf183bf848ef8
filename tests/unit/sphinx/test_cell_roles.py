"""How the website shows a code cell, by its role."""

from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.utils import new_document


@pytest.fixture
def cell_roles(extension):
    return extension("cell_roles")


def cell(*tags, source="# @title Training curves\n\nx = 1\n", output=True):
    """A code cell as myst-nb makes it."""
    block = nodes.literal_block(source, source)
    children = [nodes.container("", block, nb_element="cell_code_source")]
    if output:
        children.append(nodes.container("", nb_element="cell_code_output"))
    classes = ["cell", *(f"tag_{tag}" for tag in tags)]
    return nodes.container("", *children, nb_element="cell_code", classes=classes)


def shown(cell_roles, *tags, **options):
    """What stands in a cell, in its order; and its code."""
    made = cell(*tags, **options)
    cell_roles.show(made)
    parts = [each.get("nb_element") or f"fold: {each['name']}" for each in made]
    return parts, "".join(block.astext() for block in made.findall(nodes.literal_block))


@pytest.mark.parametrize("role", ["figure", "measure", "setup"])
def test_code_is_folded_below_the_output_and_named(cell_roles, role):
    parts, code = shown(cell_roles, role)
    assert parts == ["cell_code_output", "fold: Training curves"]
    assert code == "x = 1\n"
    assert shown(cell_roles, role, output=False)[0] == ["fold: Training curves"]


@pytest.mark.parametrize("role", ["explorer", "predict", "lab", "claims"])
def test_code_is_left_out(cell_roles, role):
    assert shown(cell_roles, role, "veil-end") == (["cell_code_output"], "")


@pytest.mark.parametrize("role", ["core", "exercise"])
def test_code_stands_open(cell_roles, role):
    parts, code = shown(cell_roles, role, source="x = 1\n")
    assert (parts, code) == (["cell_code_source", "cell_code_output"], "x = 1\n")


def test_cell_without_a_role_stays_as_it_is(cell_roles):
    assert shown(cell_roles, "hide-input")[1].startswith("# @title")


def test_highlighting_sees_the_same_text(cell_roles):
    made = cell("figure")
    cell_roles.show(made)
    block = next(made.findall(nodes.literal_block))
    assert block.rawsource == block.astext() == "x = 1\n"


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Training curves", "training curves"),
        ("ResNet-56 measured", "ResNet-56 measured"),
        ("CIFAR-10 by depth", "CIFAR-10 by depth"),
        ("He initialisation", "He initialisation"),
        ("Hessian’s condition", "Hessian’s condition"),
        ("Plain-56, again", "plain-56, again"),
        ("1001 layers", "1001 layers"),
        ("A nudge", "a nudge"),
    ],
)
def test_title_behind_the_colon(cell_roles, title, written):
    assert cell_roles.in_a_sentence(title) == written


def test_fold_in_html(cell_roles):
    writer = SimpleNamespace(body=[])
    cell_roles._open_fold(writer, cell_roles.Fold(name="Weights < 0"))
    assert writer.body == [
        '<details class="fold"><summary><span><b>Code</b>: weights &lt; 0</span></summary>\n'
    ]


def paragraph(*children):
    return nodes.paragraph("", "", *children)


def test_takeaway_is_a_paragraph_that_is_nothing_but_bold(cell_roles):
    bold = nodes.strong("", "It does not vanish.")
    alone, with_text = paragraph(bold.deepcopy()), paragraph(bold.deepcopy(), nodes.Text(" So?"))
    in_list = paragraph(bold.deepcopy())
    nodes.section("", alone, with_text, nodes.bullet_list("", nodes.list_item("", in_list)))
    assert cell_roles.is_takeaway(alone)
    assert not cell_roles.is_takeaway(with_text)
    assert not cell_roles.is_takeaway(in_list)
    assert not cell_roles.is_takeaway(paragraph(nodes.emphasis("", "Read.")))


def test_transform_marks_takeaways_and_cells(cell_roles):
    tree = new_document("page", get_default_settings())
    takeaway = paragraph(nodes.strong("", "It does not vanish."))
    tree += nodes.section("", takeaway, cell("figure"), cell("claims"))
    cell_roles.ShowByRole(tree).run()
    assert takeaway["classes"] == ["takeaway"]
    assert [len(each) for each in tree.findall(cell_roles.is_cell)] == [2, 1]
