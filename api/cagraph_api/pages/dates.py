"""What of a date is not known, so that it can be shown."""

from cagraph.model import PartialDate


def vague(text: str) -> str:
    """What is not certain of a date: `year`, `month`, `interval`, `about`, `uncertain`; empty for a certain day.

    >>> vague("2022-12-22"), vague("2022-12"), vague("2022~"), vague("2024-08-08/2024-08-09"), vague("2019/..")
    ('', 'month', 'about', '', '')
    >>> vague("2019/2024-03"), vague("?")
    ('year', 'unreadable')
    """
    points = [point for point in text.split("/") if point != ".."]
    try:
        PartialDate.parse(text)
        found = [PartialDate.parse(point).precision for point in points]
    except ValueError:
        return "unreadable"
    marks = {point[-1:] for point in points} & set("~?%")
    if marks:
        return "about" if marks == {"~"} else "uncertain"
    return next((precision for precision in ("year", "month") if precision in found), "")


def moment(text: str) -> str:
    """A date as HTML's `datetime` has it: its first point, if that is no more than a day, a month or a year.

    >>> moment("2022-12"), moment("2022-12-22/.."), moment("../2020"), moment("2022~")
    ('2022-12', '2022-12-22', '', '2022')
    """
    point = text.partition("/")[0].rstrip("~?%")
    return point if point[:4].isdigit() and point[:4].isascii() else ""
