"""The words of briefs in each language, from `words.<language>.toml`, and dates as people write them."""

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any, Final

LANGUAGES: Final = ("en", "ru")


@dataclass(frozen=True)
class Phrases:
    """The words of one language."""

    lang: str

    @cached_property
    def _words(self) -> dict[str, Any]:
        return tomllib.loads((files(__package__) / f"words.{self.lang}.toml").read_text(encoding="utf-8"))

    def say(self, key: str, **values: object) -> str:
        """A template filled in; a key without one stands for itself."""
        return str(self._words["say"].get(key, key)).format(**values)

    def date(self, text: str) -> str:
        """A date of any precision in words.

        >>> Phrases("en").date("2022-12-22"), Phrases("en").date("2024-08-08/2024-08-09"), Phrases("ru").date("2022-12")
        ('22 December 2022', '8–9 August 2024', 'декабрь 2022')
        """
        start, slash, end = text.partition("/")
        if not slash:
            return self._point(start)
        if start[:7] == end[:7] and len(start) == len(end) == 10:
            return f"{int(start[8:])}–{self._point(end)}"
        return f"{self._point(start)} – {self._point(end)}"

    def _point(self, text: str) -> str:
        if text == "..":
            return "…"
        mark = {"~": "≈ ", "?": "? ", "%": "≈? "}.get(text[-1], "")
        year, *rest = text.rstrip("~?%").split("-")
        if not rest:
            return mark + year
        if len(rest) == 1:
            return f"{mark}{self._words['months_alone'][int(rest[0]) - 1]} {year}"
        return f"{mark}{int(rest[1])} {self._words['months'][int(rest[0]) - 1]} {year}"

    def since(self, text: str) -> str:
        """A start as it follows “since”: the first point of an interval."""
        point = text.partition("/")[0]
        if self.lang == "ru" and re.fullmatch(r"\d{4}-\d{2}", point):
            return point  # the genitive that the month needs here has no day to follow it
        return self._point(point)

    def undated(self, label: str) -> str:
        """An English label without the date that ends it, for where the date stands beside it.

        >>> Phrases("en").undated("Foreign ministers of Uzbekistan and Kazakhstan, 17 August 2023")
        'Foreign ministers of Uzbekistan and Kazakhstan'
        """
        months = "|".join(Phrases("en")._words["months"])
        return (
            re.sub(
                rf",? (?:of |no\. \d+,? )?(?:\d{{1,2}}(?:–\d{{1,2}})? )?(?:(?:{months}) )?\d{{4}}(?:-\d{{2}}){{0,2}}$",
                "",
                label,
            )
            or label
        )
