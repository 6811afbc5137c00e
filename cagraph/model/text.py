"""Names as people write them: one form to compare by, one key that scripts and transliterations share; text for XML."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ARTICLES: Final = frozenset({"the", "a", "an"})
# Russian, and the letters that Kazakh, Kyrgyz, Tajik, Uzbek and Turkmen add to it. What an author would write in
# Latin letters differs from state to state; `_SOUNDS` then takes the ways of writing one sound together.
_LATIN: Final = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i",
        "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
        "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "y", "ь": "",
        "э": "e", "ю": "yu", "я": "ya", "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u",
        "һ": "h", "і": "i", "ӣ": "i", "ӯ": "u", "ҳ": "h", "ҷ": "j", "ў": "o", "җ": "j", "ı": "i", "ə": "a",
        "ß": "ss", "ø": "o", "æ": "ae", "ł": "l",
    }
)  # fmt: skip
_SOUNDS: Final = (
    (re.compile(r"d(?:zh|j)"), "j"),
    (re.compile(r"zh"), "j"),
    (re.compile(r"kh|x|gh"), "h"),
    (re.compile(r"q|ck"), "k"),
    (re.compile(r"w"), "v"),
    (re.compile(r"ou"), "u"),
    (re.compile(r"ts|tz"), "c"),
    (re.compile(r"(?<=[aeiou])[yij](?=e)"), ""),
    (re.compile(r"[iy]+"), "i"),
    (re.compile(r"(?<=[bcdfghjklmnprstvz])i(?=[aeou])"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)


def for_xml(text: str) -> str:
    """The same with U+FFFD for each character that XML 1.0 cannot hold.

    >>> for_xml("a\\x00b")
    'a\ufffdb'
    """
    return _NOT_XML.sub("\ufffd", text)


def language_tag(tag: str) -> str:
    """A language tag as records write it, where RDF has lower case.

    >>> language_tag("kk-cyrl"), language_tag("en-gb"), language_tag("ru")
    ('kk-Cyrl', 'en-GB', 'ru')
    """
    language, *rest = tag.split("-")
    return "-".join([language, *(part.title() if len(part) == 4 else part.upper() for part in rest)])


def fold(name: str) -> str:
    """The form under which names are compared: no case, accents, hyphens, quotes or articles.

    >>> fold("Kassym-Jomart  TOKAYEV"), fold("Қасым-Жомарт Тоқаев") == fold("қасым жомарт тоқаев")
    ('kassym jomart tokayev', True)
    """
    plain = name.casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    spaced = re.sub(r"[^\w']+", " ", plain.replace("’", "'").replace("ʻ", "'").replace("‘", "'")).replace("'", "")
    return " ".join(word for word in spaced.split() if word not in _ARTICLES)


@lru_cache(maxsize=65_536)
def search_key(name: str) -> str:
    """A rough key by sound: spellings of one name in Cyrillic and Latin scripts mostly share it.

    It is made for finding, not for telling apart: different names can share a key.

    >>> {search_key(name) for name in ("Тоқаев", "Tokayev", "Tokaev", "Токаев", "Toqayev")}
    {'tokaev'}
    >>> search_key("Садыр Жапаров") == search_key("Sadyr Zhaparov") == search_key("Sadyr Japarov")
    True
    """
    latin = fold(unicodedata.normalize("NFC", name).casefold().translate(_LATIN))
    for pattern, sound in _SOUNDS:
        latin = pattern.sub(sound, latin)
    return latin


def key_rules() -> dict[str, object]:
    """How `search_key` makes keys, for programs in other languages.

    `latin` are letters to put in place of others, `articles` words to leave out, `sounds` patterns with what stands for
    them, one after another.
    """
    return {
        "latin": {chr(letter): sound for letter, sound in _LATIN.items()},
        "articles": sorted(_ARTICLES),
        "sounds": [[pattern.pattern, sound] for pattern, sound in _SOUNDS],
    }


def matches(name: str, wanted: str) -> bool:
    """Whether every word of `wanted` begins a word of `name`, in any script, case or spelling.

    >>> matches("Қасым-Жомарт Тоқаев", "tokayev"), matches("Tokayev", "kaye")
    (True, False)
    """
    words = search_key(name).split()
    sought = search_key(wanted).split()
    return bool(sought) and all(any(word.startswith(part) for word in words) for part in sought)


def spaced(name: str) -> str:
    """A name in camel case as words.

    >>> spaced("TreatyAct"), spaced("outcomeOf")
    ('treaty act', 'outcome of')
    """
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()
