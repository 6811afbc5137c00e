"""SVG as tests read it."""

import re
from typing import Any

from lxml import etree

SVG = "{http://www.w3.org/2000/svg}"
HERE = ("#", "data:")


def parsed(svg: str | bytes) -> Any:
    """The root of a picture, which loads nothing, runs nothing, has no number that is none, and speaks for itself."""
    source = svg.encode() if isinstance(svg, str) else svg
    root = etree.fromstring(source, etree.XMLParser(resolve_entities=False, no_network=True))
    assert root.tag == f"{SVG}svg"
    assert b"<!DOCTYPE" not in source
    assert not re.search(
        rb"\b(?:nan|NaN|inf)\b", re.sub(rb"<(text|title|desc)\b.*?</\1>", b"", source, flags=re.DOTALL)
    )
    for element in root.iter(etree.Element):
        assert etree.QName(element).localname not in {"script", "image", "foreignObject", "a", "metadata"}
        for name, value in element.attrib.items():
            assert not etree.QName(name).localname.startswith("on")
            if etree.QName(name).localname == "href":
                assert value.startswith(HERE)
            assert not re.search(r"url\((?!#)", value)
    words = {element.get("id"): element.text for element in root if element.tag in {f"{SVG}title", f"{SVG}desc"}}
    assert root.get("role") == "img"
    assert list(words) == root.get("aria-labelledby").split()
    assert all(words.values())
    return root


def title(root: Any) -> str:
    return str(root.findtext(f"{SVG}title"))


def about(root: Any) -> str:
    return str(root.findtext(f"{SVG}desc"))


def texts(root: Any) -> list[str]:
    """Everything that is written."""
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def marks(root: Any) -> dict[str, Any]:
    """What stands for values, by what it says."""
    named = [group for group in root.iter(f"{SVG}g") if re.fullmatch(r"mark-\d+", group.get("id", ""))]
    found = {group.findtext(f"{SVG}title"): group for group in named}
    assert len(found) == len(named)
    return found


def place(mark: Any) -> tuple[float, float]:
    """Where a point of a line stands."""
    (use,) = mark.iter(f"{SVG}use")
    return float(use.get("x")), float(use.get("y"))


def box(mark: Any) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a shape."""
    path = next(mark.iter(f"{SVG}path")).get("d")
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", path)]
    return min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])


def fill(mark: Any) -> str:
    """The colour of a shape."""
    found = re.search(r"fill: (#[0-9a-f]{6}|url\(#\w+\))", next(mark.iter(f"{SVG}path")).get("style", ""))
    assert found
    return found[1]
