"""The embedded engine's cursor dies on the thread that made it, whatever becomes of the error."""

import gc
import threading

import pytest

from cagraph.errors import CagraphError, StoreError
from cagraph.store import EmbeddedStore

REFUSED_AT_FIRST_ROW = "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"


@pytest.mark.parametrize("query", [REFUSED_AT_FIRST_ROW, "ASK {}"])
def test_an_error_carries_no_cursor_to_another_thread(query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store, kept, lost = EmbeddedStore(), [], []
    monkeypatch.setattr("sys.unraisablehook", lambda told: lost.append(str(told.exc_value)))

    def fail() -> None:
        for call in (lambda: store.select(query), lambda: store.answer(query, "text/csv", "text/turtle")):
            try:
                call()
            except CagraphError as error:
                kept.append(error)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert len(kept) == 2
    kept.clear()
    gc.collect()
    assert lost == []


def test_a_failure_at_the_first_row_is_told_as_one_of_the_store() -> None:
    with pytest.raises(StoreError, match="the engine failed on this query"):
        EmbeddedStore().select(REFUSED_AT_FIRST_ROW)
