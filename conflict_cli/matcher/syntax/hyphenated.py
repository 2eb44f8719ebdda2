"""The parts of hyphenated words, which the tokenizer splits: "Iran-backed" is Iran, -, backed."""

from __future__ import annotations

from spacy.tokens import Token


def left_of_hyphen(token: Token) -> list[Token]:
    """Return the word before the hyphen: "Iran-backed" -> Iran (from backed)."""
    if token.i >= 2 and token.nbor(-1).text == "-" and not token.nbor(-2).whitespace_:
        return [token.nbor(-2)]
    return []


def right_of_hyphen(token: Token) -> list[Token]:
    """Return the word after the hyphen: "pro-Iranian" -> Iranian (from pro)."""
    if token.i + 2 < len(token.doc) and token.nbor(1).text == "-" and not token.nbor(1).whitespace_:
        return [token.nbor(2)]
    return []


def head_past_hyphen(token: Token) -> list[Token]:
    """Return the noun a hyphenated adjective describes: "pro-Iranian militias" -> militias (from pro)."""
    parts = {token.i, token.i + 1, token.i + 2}
    for word in [token, *right_of_hyphen(token)]:
        if word.head.i not in parts:
            return [word.head]
    return []
