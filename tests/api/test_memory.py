"""Answers kept by data version: within a size, and never for another version."""

from cagraph_api.memory import Memory


def test_the_longest_unused_is_forgotten_first() -> None:
    memory: Memory[str, str] = Memory(10)
    assert memory.get("v", "a") is None
    memory.keep("v", "a", "A", 5)
    memory.keep("v", "b", "B", 5)
    assert memory.get("v", "a") == "A"
    memory.keep("v", "c", "C", 5)
    assert [memory.get("v", key) for key in "abc"] == ["A", None, "C"]


def test_one_key_kept_twice_counts_once() -> None:
    memory: Memory[str, str] = Memory(10)
    memory.get("v", "a")
    memory.keep("v", "b", "B", 5)
    for _ in range(3):
        memory.keep("v", "a", "A", 5)
    assert [memory.get("v", key) for key in "ab"] == ["A", "B"]


def test_another_version_forgets_everything() -> None:
    memory: Memory[str, str] = Memory(10)
    memory.get("v", "a")
    memory.keep("v", "a", "A", 5)
    assert memory.get("w", "a") is None
    memory.keep("v", "a", "A", 5)
    assert memory.get("w", "a") is None
