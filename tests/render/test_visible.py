import sys

from conflict_cli.render.visible import one_line, visible


def test_ordinary_text_is_left_alone():
    text = "Kraków’s “truce” – 12 °C\nحلب 阿勒颇 \U0001f600"
    assert visible(text) == text


def test_what_is_left_is_printable_on_a_terminal():
    shown = visible("".join(map(chr, range(sys.maxunicode + 1))))
    assert not [character for character in shown if ord(character) < 0x20 and character != "\n"]
    assert not set(shown) & set(map(chr, [0x7F, *range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0xD800, 0xE000)]))


def test_one_line_collapses_white_space_first():
    assert one_line(" two\r\n\tlines\x1b ") == "two lines␛"
