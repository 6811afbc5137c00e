"""Puts a dataset given beside an update into its text (SPARQL 1.1 Protocol, 2.2.3), as USING clauses."""

from collections.abc import Sequence

from cagraph.errors import ParameterError
from cagraph.store.guard import tokens


def with_dataset(text: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> str:
    """The update with `using-graph-uri` and `using-named-graph-uri` in every operation that has a pattern.

    Raises ParameterError when the text names a dataset of its own, which the protocol forbids.

    >>> with_dataset("INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", ["urn:g"], [])
    'INSERT { ?s ?p 1 } USING <urn:g> WHERE { ?s ?p ?o }'
    >>> with_dataset("DELETE WHERE { ?s ?p ?o }", ["urn:g"], [])
    'DELETE { ?s ?p ?o } USING <urn:g> WHERE { ?s ?p ?o }'
    """
    if not default_graphs and not named_graphs:
        return text
    clauses = "".join(f"USING <{iri}> " for iri in default_graphs)
    clauses += "".join(f"USING NAMED <{iri}> " for iri in named_graphs)
    pieces, copied, depth, before = [], 0, 0, ""
    for match in tokens(text):
        group = match.lastgroup
        depth += (group == "open") - (group == "close")
        word = match.group().lower() if group == "name" and depth == 0 else ""
        if word in {"using", "with"}:
            raise ParameterError("the update names its own dataset with USING or WITH", "leave out using-graph-uri")
        if word == "where":
            pieces.append(text[copied : match.start()])
            if before == "delete":
                pieces.append(_group_after(text, match.end()) + " ")
            pieces.append(clauses)
            copied = match.start()
        if group != "comment":
            before = word
    return "".join([*pieces, text[copied:]])


def _group_after(text: str, start: int) -> str:
    """The bracketed group that follows, from its first to its last bracket."""
    depth, first = 0, start
    for match in tokens(text[start:]):
        if match.lastgroup == "open":
            first = first if depth else start + match.start()
            depth += 1
        elif match.lastgroup == "close":
            depth -= 1
            if depth == 0:
                return text[first : start + match.end()]
    return text[first:]
