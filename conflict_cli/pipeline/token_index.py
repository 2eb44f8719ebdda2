"""What stands on which word, so that nothing walks through all of a long article for each of its words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

Item = TypeVar("Item")


class TokenIndex(Generic[Item]):
    """Annotations by the words they cover.

    Args:
        items: each with the words it covers: token numbers, from the first to behind the last.
    """

    def __init__(self, items: Iterable[tuple[Item, int, int]]):
        self._items: list[Item] = []
        self._numbers: dict[int, list[int]] = {}
        for number, (item, start, end) in enumerate(items):
            self._items.append(item)
            for token in range(start, end):
                self._numbers.setdefault(token, []).append(number)

    def at(self, token: int) -> list[Item]:
        """Return what covers a word, in the order given."""
        return [self._items[number] for number in self._numbers.get(token, ())]

    def first_at(self, token: int) -> Item | None:
        """Return the first of those that cover a word."""
        numbers = self._numbers.get(token)
        return self._items[numbers[0]] if numbers else None

    def among(self, tokens: Iterable[int]) -> list[Item]:
        """Return what covers any of some words, each once, in the order given."""
        return [self._items[n] for n in sorted({n for token in tokens for n in self._numbers.get(token, ())})]
