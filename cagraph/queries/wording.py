"""The sentences that answers are made of, in every language that questions are asked in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_SENTENCES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "not-stated": ("Not stated: {why}", "Не сказано: {why}"),
        "no-source": ("no source in the graph says so.", "ни один источник графа этого не сообщает."),
        "asserted": ("Yes, by the account of the source.", "Да, по словам источника."),
        "denied": ("No, by the account of the source.", "Нет, по словам источника."),
        "disputed": ("Disputed, by the account of the source.", "Источники расходятся."),
        "none-complete": (
            "None is recorded, and the data are complete here: {what}.",
            "Не записано ничего, и данные здесь полны: {what}.",
        ),
        "complete": ("The data are complete here: {what}.", "Данные здесь полны: {what}."),
        "open": (
            "The data are not said to be complete here: absence means only that nothing was found.",
            "О полноте данных здесь ничего не сказано: отсутствие значит лишь, что ничего не найдено.",
        ),
        "yes": ("Yes.", "Да."),
        "no": ("No.", "Нет."),
        "unknown": ("It cannot be known from the data.", "По данным этого нельзя установить."),
        "counts": (
            "Yes: {yes}. No: {no}. Cannot be known: {unknown}.",
            "Да: {yes}. Нет: {no}. Нельзя установить: {unknown}.",
        ),
        "nobody": ("none", "никто"),
        "on": ("on {day}", "на {day}"),
        "days": ("{party}: {least} to {most} days", "{party}: от {least} до {most} дн."),
        "mended": ("read “{written}” as {name}", "«{written}» прочитано как {name}"),
        "today": ("today being {day}", "сегодня — {day}"),
    }
)


def say(key: str, language: str, **values: object) -> str:
    """A sentence in a language, English where there is none in that one."""
    english, russian = _SENTENCES[key]
    return (russian if language == "ru" else english).format(**values)
