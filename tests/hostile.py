"""Texts that break careless formats, in a small graph."""

from made_up import SOURCE, said

from cagraph.model import MODEL, Entity
from cagraph.model.evidence import Evidence

TEXTS = (
    "Quotes \" ' & <script>alert(1)</script>; a\\b, ]]> -- ;",
    "=HYPERLINK(\"https://example.org\")",
    "+1", "-1+2", "@SUM(A1)", "'=1", "＝1",
    "lines\nand\r\nmore\rof\tthem",
    "\u202eright to left\u202c \u200f عبد الكريم",
    "🕊 emoji \U0001f1f0\U0001f1ff, \u0085 next line, \u2028 separator, \u007f delete",
    "{a: b} # no comment", "- item", "*alias &anchor", "yes", "null", "0755", "1e3", "%", "`", "…", "<<", "~",
)  # fmt: skip


def hostile() -> list[Entity]:
    """A person with each of the texts in names, notes and places of evidence."""

    def make(kind: str, **fields: object) -> Entity:
        record = MODEL.kind(kind).cls.model_validate(fields)
        assert isinstance(record, Entity)
        return record

    persons = [
        make(
            "Person", id=f"p{place}", label=text, names={"en": text, "kk-Cyrl": text, "ru": f"я{text}"}, note=text,
            variants={"en": [text, f"{text}."]},
            evidence=[Evidence(source="book", at=text, supports=["names", "variants"], quote=text, note=text)],
        )
        for place, text in enumerate(TEXTS)
    ]  # fmt: skip
    claimed = make("Meeting", id="m", label=TEXTS[0], content=TEXTS[7], evidence=said("content", manner="hedged"))
    return [SOURCE, *persons, claimed]
