"""Links that open a file of a service in Gephi Lite, the Gephi that runs in a browser."""

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote, urlencode

SITE: Final = "https://gephi.org/gephi-lite/"
NAME: Final = "name"


def opening(address: str, options: Iterable[tuple[str, str]] = ()) -> str:
    """The link for the file at an absolute address, asked for with options.

    Gephi Lite chooses its parser by what the address ends in (`gephi-lite/src/core/file/utils.ts`), so that where there
    are options the name of the file stands once more at the end, as the option `name`.

    >>> opening("https://graph.example.org/v1/export/ties.gexf", [("lang", "ru")])
    'https://gephi.org/gephi-lite/?file=https%3A%2F%2Fgraph.example.org%2Fv1%2Fexport%2Fties.gexf%3Flang%3Dru%26name%3Dties.gexf'
    """
    asked = [(name, value) for name, value in options if name != NAME]
    if asked:
        address += "?" + urlencode([*asked, (NAME, address.rpartition("/")[2])])
    return f"{SITE}?file={quote(address, safe='')}"
