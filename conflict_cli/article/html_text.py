"""All visible words of HTML, for a mail that has nothing else; web_page.py finds the article of a page."""

from __future__ import annotations

from html.parser import HTMLParser

_BLOCKS = frozenset(
    "address article blockquote br dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre "
    "section table td th tr ul".split()
)
_UNSEEN = frozenset("script style title template".split())


def text_of_html(html: str) -> str:
    """Return the visible words of HTML, blank lines between its blocks."""
    collector = _Words()
    collector.feed(html)
    collector.close()
    lines = (" ".join(block.split()) for block in "".join(collector.pieces).split("\0"))
    return "\n\n".join(line for line in lines if line)


class _Words(HTMLParser):
    """Collects the text between tags; NUL stands where a block begins or ends."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._unseen = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen = tag
        if tag in _BLOCKS:
            self.pieces.append("\0")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unseen:
            self._unseen = ""
        if tag in _BLOCKS:
            self.pieces.append("\0")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data.replace("\0", " "))
