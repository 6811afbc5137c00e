"""The words of briefs in each language: templates, names of values, and dates as people write them."""

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

_MONTHS: Final = MappingProxyType(
    {
        "en": "January February March April May June July August September October November December".split(),
        "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
        "ru-alone": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split(),
    }
)
_WORDS: Final = MappingProxyType(
    {
        "title": ("{a} and {b}: a brief", "{a} и {b}: справка"),
        "as-of": ("As of {on}.", "По состоянию на {on}."),
        "span": ("Records from {since} to {until}.", "Записи за период: {since} — {until}."),
        "start": ("the beginning", "с начала"),
        "level": ("Level of relations", "Уровень отношений"),
        "leaders": ("In office", "У власти"),
        "instruments": ("Treaties and other instruments", "Договоры и другие документы"),
        "visits": ("Visits", "Визиты"),
        "meetings": ("Meetings", "Встречи"),
        "bodies": ("Joint bodies", "Совместные органы"),
        "events": ("Other events", "Другие события"),
        "together": ("Together with others", "Вместе с другими"),
        "figures": ("Figures that sources report", "Цифры, приводимые источниками"),
        "unknown": ("What is not known", "Что неизвестно"),
        "notes": ("Sources", "Источники"),
        "spell": ("{level} since {start}.", "{level}: с {start}."),
        "spell-undated": ("{level}; since when, no source says.", "{level}; с какого времени, источники не сообщают."),
        "spell-over": ("{level}, {start} to {end}.", "{level}: {start} — {end}."),
        "basis": ("It rests on: {titles}.", "Основание: {titles}."),
        "no-level": ("No level of relations is recorded.", "Уровень отношений в данных не отмечен."),
        "membership": ("{label}, since {start}.", "{label}, с {start}."),
        "leader": ("{post}: {person}, since {start}.", "{post}: {person}, с {start}."),
        "leader-plain": ("{post}: {person}.", "{post}: {person}."),
        "leader-unclear": (
            "{post}: {person} at some time; whether on this day cannot be known from the record.",
            "{post}: {person} в какое-то время; был ли в этот день, по данным установить нельзя.",
        ),
        "no-leaders": ("No leaders are recorded for this day.", "Руководители на этот день в данных не отмечены."),
        "instrument-count": (
            "On record between the two alone: {n} instruments, {treaties} of them treaties: {yes} in force, {no} not in "
            "force, {unknown} of which this cannot be known from the record.",
            "В данных двусторонних документов: {n}, из них договоров: {treaties}; действуют: {yes}, не действуют: {no}, "
            "по данным установить нельзя: {unknown}.",
        ),
        "principal": ("Those that the level of relations rests on:", "Те, на которых основан уровень отношений:"),
        "recent": ("The latest other treaties:", "Последние из других договоров:"),
        "signed": ("signed {date}", "подписание: {date}"),
        "dated": ("{date}", "{date}"),
        "undated": ("no source gives its date", "дату источники не сообщают"),
        "act": ("{act} by {party}: {date}", "{act}, {party}: {date}"),
        "act-undated": ("{act} by {party}, on a day that no source gives", "{act}, {party}: дату источники не сообщают"),
        "force-yes": ("in force", "действует"),
        "force-no": ("not in force", "не действует"),
        "force-unknown": ("whether it is in force cannot be known from the record", "действует ли, по данным установить нельзя"),
        "visit-count": ("From {a} to {b}: {n} visits on record ({kinds}), the first {first}, the latest {last}.",
                        "{a} → {b}, визитов в данных: {n} ({kinds}); первый: {first}, последний: {last}."),
        "no-visits": ("From {a} to {b}: no visit on record.", "{a} → {b}: визитов в данных нет."),
        "no-kind": ("kind not stated", "вид не указан"),
        "latest": ("The latest:", "Последние:"),
        "visit": ("{date}: {who} in {where}, {kind}", "{date}: {who} — {where}, {kind}"),
        "visit-plain": ("{date}: {who} in {where}", "{date}: {who} — {where}"),
        "meeting-count": (
            "Meetings of the two alone on record, beside visits: {n}, the first {first}, the latest {last}.",
            "Встреч только двух сторон, помимо визитов: {n}; первая: {first}, последняя: {last}.",
        ),
        "no-meetings": ("No meeting of the two alone is on record.", "Встреч только двух сторон в данных нет."),
        "meeting": ("{date}: {label}", "{date}: {label}"),
        "body": ("{label}", "{label}"),
        "session": ("latest session on record {date}", "последнее заседание в данных: {date}"),
        "sessions": ("{n} sessions on record, the latest {date}", "заседаний в данных: {n}, последнее: {date}"),
        "no-bodies": ("No joint body of the two alone is on record.", "Совместных органов только двух сторон в данных нет."),
        "together-count": (
            "With others the two share {instruments} instruments and {meetings} meetings on record.",
            "Вместе с другими: документов {instruments}, встреч {meetings}.",
        ),
        "organisations": ("Both belonged to: {names}.", "Обе стороны состояли в: {names}."),
        "figure": ("{label}: {value} {unit}", "{label}: {value} {unit}"),
        "gap-in-force": (
            "Whether these are in force, since no record tells of their entry into force or of a rule that decides it: {names}.",
            "Действуют ли, так как о вступлении в силу данных нет: {names}.",
        ),
        "gap-in-force-one": ("Whether {label} is in force: {reason}", "Действует ли {label}, по данным установить нельзя."),
        "gap-date": ("When these took place or were signed: {names}.", "Когда это состоялось или было подписано: {names}."),
        "gap-differs": (
            "{label}: {accepted} is taken as the date, but a source says {said}.",
            "{label}: принята дата {accepted}, но источник называет {said}.",
        ),
        "gap-claimed": ("{label}: {manner} according to the source; no accepted fact.", "{label}: {manner}; не установленный факт."),
        "gap-beside": ("{label}: a source speaks of it otherwise ({manner}).", "{label}: источник говорит об этом иначе ({manner})."),
        "gap-in-office": ("Whether {names} held office on the day.", "Занимали ли должность в этот день: {names}."),
        "gap-completeness": (
            "Nothing says that these records are complete for the two, so that what is not listed may still have been: {names}.",
            "Полнота этих записей для двух сторон не подтверждена, поэтому не названное здесь могло быть: {names}.",
        ),
        "more": ("and {n} more", "и ещё {n}"),
        "counted": (
            "Counted from the records of this data set, or missing in them; they are listed with their claims at {path}.",
            "Подсчитано по записям этого набора данных или отсутствует в них; записи и утверждения: {path}.",
        ),
        "foot": (
            "cagraph, data version {version}. As of {on}; the last day on which anything was recorded is {horizon}. "
            "Data: CC BY 4.0. Made from the records by fixed rules, without a language model.",
            "cagraph, версия данных {version}. По состоянию на {on}; последний день записи: {horizon}. "
            "Данные: CC BY 4.0. Составлено из записей по твёрдым правилам, без языковой модели.",
        ),
        "read": ("read {date}", "прочитано {date}"),
        "record-relation": ("levels of relations", "уровни отношений"),
        "record-membership": ("memberships", "членство"),
        "record-instrument": ("instruments", "документы"),
        "record-visit": ("visits", "визиты"),
        "record-meeting": ("meetings", "встречи"),
        "record-event": ("other events", "другие события"),
        "record-organisation": ("joint bodies", "совместные органы"),
        "record-treatyact": ("acts of the parties", "акты сторон"),
        "denied": ("denied", "отрицается"),
        "planned": ("planned", "планируется"),
        "proposed": ("proposed", "предложено"),
        "hoped": ("hoped for", "ожидается"),
        "hedged": ("said with reserve", "сказано с оговоркой"),
        "ambiguous": ("ambiguous", "неоднозначно"),
        "alleged": ("alleged", "утверждается"),
        "disputed": ("disputed", "оспаривается"),
    }
)  # fmt: skip
LANGUAGES: Final = ("en", "ru")


@dataclass(frozen=True)
class Phrases:
    """The words of one language."""

    lang: str

    def say(self, key: str, **values: object) -> str:
        """A template filled in; a key without one stands for itself."""
        pair = _WORDS.get(key)
        return pair[LANGUAGES.index(self.lang)].format(**values) if pair else key

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
        months = _MONTHS[self.lang]
        if not rest:
            return mark + year
        if len(rest) == 1:
            return f"{mark}{_MONTHS.get(f'{self.lang}-alone', months)[int(rest[0]) - 1]} {year}"
        return f"{mark}{int(rest[1])} {months[int(rest[0]) - 1]} {year}"

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
        months = "|".join(_MONTHS["en"])
        return re.sub(rf",? (?:of |no\. \d+,? )?(?:\d{{1,2}}(?:–\d{{1,2}})? )?(?:(?:{months}) )?\d{{4}}$", "", label) or label
