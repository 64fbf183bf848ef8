"""matplotlib's SVG, shortened for use in a page.

matplotlib writes for any viewer: each part in groups with ids, with fonts and lengths repeated at
each text. A page needs only the visible parts, and no properties that text inherits or that are a
browser's defaults.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import matplotlib
from matplotlib.figure import Figure

SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
# Set once, on the root element, or left out: inherited properties, and a browser's defaults.
INHERITED = {"fill": "currentColor", "stroke-linejoin": "round", "stroke-linecap": "butt"}
_MOVED = re.compile(r"translate\((\S+) (\S+)\)")
_NUMBER = re.compile(r"-?\d+\.\d+")


def page_svg(figure: Figure, alt: str, kind: str, ink: str, sheet: str = "") -> str:
    """One ``<svg>`` element, with the alternative text; equal figures give equal SVGs.

    Args:
        kind: classes of the element.
        ink: the placeholder for the page's text colour.
        sheet: a style sheet to put inside.
    """
    stream = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "figure"}):
        figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None})
    root = ElementTree.fromstring(stream.getvalue().replace(ink, "currentColor"))
    _forget(root)
    _shorten(root)
    _unwrap(root)
    _name_ids(root, f"p{zlib.crc32(f'{kind} {alt}'.encode()):x}-")
    points = [float(length) for length in root.attrib["viewBox"].split()[2:]]
    width, height = (f"{length * 4 / 3:.0f}" for length in points)
    style = ";".join(f"{name}:{value}" for name, value in INHERITED.items())
    inside = f"<style>{sheet}</style>" if sheet else ""
    inside += "".join(_written(child) for child in root)
    whole = Element(
        "svg",
        {
            "xmlns": SVG.strip("{}"),
            "role": "img",
            "aria-label": alt,
            "class": kind,
            "width": width,
            "height": height,
            "viewBox": f"0 0 {points[0]:g} {points[1]:g}",
            "style": style,
        },
    )
    return _written(whole).replace(" />", f">{inside}</svg>")


def _written(element: Element) -> str:
    return ElementTree.tostring(element, encoding="unicode", short_empty_elements=True)


def _parents(root: Element) -> Iterator[tuple[Element, Element]]:
    """(parent, child) of every element, from the leaves up."""
    yield from reversed([(parent, child) for parent in root.iter() for child in parent])


def _style(element: Element) -> dict[str, str]:
    """The element's style attribute, as names and values."""
    rules = (rule.split(":", 1) for rule in element.get("style", "").split(";") if ":" in rule)
    return {name.strip(): value.strip() for name, value in rules}


def _forget(root: Element) -> None:
    """Remove invisible parts: metadata, the style sheet, backgrounds without a colour."""
    for parent, child in _parents(root):
        child.tag = child.tag.removeprefix(SVG)
        seen = child.tag not in ("metadata", "style")
        if child.tag == "path" and _style(child) == {"fill": "none"}:
            seen = False
        if not seen:
            parent.remove(child)


def _shorten(root: Element) -> None:
    """Styles as attributes, only if they differ from inherited ones; numbers to 0.01 points."""
    for element in root.iter():
        style = _style(element)
        element.attrib.pop("style", None)
        style.pop("font-family", None)  # the page's own font
        for name, value in style.items():
            if INHERITED.get(name) != value:
                element.set(name, value.removesuffix("px"))
        if element.tag == "text":
            _place(element)
        if XLINK + "href" in element.attrib:
            element.set("href", element.attrib.pop(XLINK + "href"))
        for name in ("d", "x", "y", "width", "height", "transform", "stroke-width"):
            if name in element.attrib:
                element.set(name, _compact(element.attrib[name]))
        element.tail = None
        if element.tag not in ("text", "tspan"):
            element.text = None


def _place(text: Element) -> None:
    """Place each text by x and y alone, unless it is rotated."""
    transform = text.get("transform", "")
    if transform.startswith("rotate(-0"):
        del text.attrib["transform"]
    elif moved := _MOVED.fullmatch(transform):
        del text.attrib["transform"]
        text.attrib |= {"x": moved[1], "y": moved[2]}


def _compact(text: str) -> str:
    """Numbers with two decimals at most, without unneeded spaces."""
    text = _NUMBER.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), text)
    return re.sub(r"\s*([A-Za-z,()])\s*", r"\1", " ".join(text.split()))


def _unwrap(root: Element) -> None:
    """Replace groups without effect by their content; remove empty ones."""
    used = set(re.findall(r"#([\w.-]+)", " ".join(_written(child) for child in root)))
    for element in root.iter():
        if element.get("id") not in used:
            element.attrib.pop("id", None)
    for parent, child in _parents(root):
        if child.tag == "g" and not child.attrib:
            place = list(parent).index(child)
            parent.remove(child)
            for i, inner in enumerate(child):
                parent.insert(place + i, inner)
        elif child.tag in ("g", "defs") and not len(child):
            parent.remove(child)


def _name_ids(root: Element, prefix: str) -> None:
    """Short ids that are unique within a page."""
    names: dict[str, str] = {}
    for element in root.iter():
        if "id" in element.attrib:
            names[element.attrib["id"]] = f"{prefix}{len(names)}"
            element.set("id", names[element.attrib["id"]])
    for element in root.iter():
        for name, value in element.items():
            if "#" in value and (name == "href" or value.startswith("url(")):
                element.set(name, re.sub(r"#([\w.-]+)", lambda found: f"#{names[found[1]]}", value))
