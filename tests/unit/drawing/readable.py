"""What every plot must keep, at both widths: texts that can be read, inside and apart."""

from itertools import combinations
from xml.etree import ElementTree

from resnet_book.drawing.diagrams.svg.fonts import BOLD, SANS, text_width

SLACK = 1.5  # px
SVG = "{http://www.w3.org/2000/svg}"


def texts(svg):
    """(text, size, box) of every text, in px at the SVG's own width, in the widest font."""
    root = ElementTree.fromstring(svg)
    scale = float(root.get("width")) / float(root.get("viewBox").split()[2])
    found = []
    for element in root.iter(f"{SVG}text"):
        assert element.get("transform") is None, f"{element.text!r} is turned"
        assert len(element) == 0, f"{element.text!r} has parts of other sizes"
        size, x, y = (float(element.get(name)) * scale for name in ("font-size", "x", "y"))
        fonts = BOLD if element.get("font-weight") in ("bold", "700") else SANS
        wide = text_width(element.text, size, fonts)
        left = x - wide * {"start": 0, "middle": 0.5, "end": 1}[element.get("text-anchor", "start")]
        found.append((element.text, size, (left, y - 0.75 * size, left + wide, y + 0.2 * size)))
    return found


def check(picture):
    """The alternative text is there; at each width texts are large enough, inside and apart."""
    assert picture.alt
    for narrow, width in ((False, 688), (True, 342)):
        svg = picture.svg(narrow=narrow)
        root = ElementTree.fromstring(svg)
        assert int(root.get("width")) == width
        found = texts(svg)
        assert found
        for text, size, (left, top, right, bottom) in found:
            assert size >= 12 - 0.01, (width, text, size)
            assert left >= -SLACK, (width, text, left)
            assert right <= width + SLACK, (width, text, right)
            assert top >= -SLACK, (width, text, top)
            assert bottom <= float(root.get("height")) + SLACK, (width, text, bottom)
        for (one, _, a), (two, _, b) in combinations(found, 2):
            across = min(a[2], b[2]) - max(a[0], b[0])
            down = min(a[3], b[3]) - max(a[1], b[1])
            assert across <= SLACK or down <= SLACK, (width, one, two)


def beside(axes):
    """The names of an axes' rows, from top to bottom."""
    return [text.get_text() for text in axes.texts]
