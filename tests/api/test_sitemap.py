"""Maps of sites: one file, or several that the first names."""

from xml.etree import ElementTree

from cagraph_api.sitemap import sitemap

AT = "https://example.org/"


def locations(text: str) -> list[str]:
    return [str(one.text) for one in ElementTree.fromstring(text.encode()).iter() if one.tag.endswith("loc")]


def test_few_addresses_are_one_file() -> None:
    files = sitemap([f"{AT}a?b=1&c=2", f"{AT}d"], AT)
    assert list(files) == ["sitemap.xml"]
    assert locations(files["sitemap.xml"]) == [f"{AT}a?b=1&c=2", f"{AT}d"]
    assert locations(sitemap([], AT)["sitemap.xml"]) == []


def test_many_are_parts_that_the_first_names() -> None:
    addresses = [f"{AT}{number}" for number in range(5)]
    files = sitemap(addresses, AT, most=2)
    assert locations(files["sitemap.xml"]) == [f"{AT}sitemap-{number}.xml" for number in (1, 2, 3)]
    parts = [one for number in (1, 2, 3) for one in locations(files[f"sitemap-{number}.xml"])]
    assert parts == addresses
