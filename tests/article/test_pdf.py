import pytest

from conflict_cli.article import pdf
from conflict_cli.article.reflow import reflow

PAGE = [
    "Shells hit port of Ariba",
    "SOUTHPORT, Nov 28 (Wire) - Shells fell on the port of Ariba on Thursday, killing four dock-",
    "workers, residents said. The Turkish-",
    "backed group denied that it had fired on the town, and said that its fighters were in the govern-",
    "ment-held hills.",
    "Hundreds of people fled the town in cars and trucks on the only road that is still open, they said.",
]


def test_lines_of_a_page_become_paragraphs(read, make_pdf):
    found = read("a.pdf", make_pdf(PAGE))
    assert found.errors == []
    [article] = found.articles
    assert article.text.split("\n\n") == [
        "Shells hit port of Ariba",
        "SOUTHPORT, Nov 28 (Wire) - Shells fell on the port of Ariba on Thursday, killing four dockworkers, residents "
        "said. The Turkish-backed group denied that it had fired on the town, and said that its fighters were in the "
        "government-held hills.",
        "Hundreds of people fled the town in cars and trucks on the only road that is still open, they said.",
    ]
    assert (article.title, article.published, article.source) == (None, None, "a.pdf")


TOWNS = ["town of Ariba", "village of Borna", "port of Cetin", "crossing at Dorva"]


def test_a_paragraph_runs_over_to_the_next_page_without_heads_and_page_numbers():
    pages = [
        f"Weekly Report 12\nFighting went on in the hills around the {town} and\n{number}"
        for number, town in enumerate(TOWNS, 1)
    ]
    assert reflow(pages) == " ".join(f"Fighting went on in the hills around the {town} and" for town in TOWNS)


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ("the rebel-\nheld town of Ariba", "the rebel-held town of Ariba"),
        ("the cease-\nfire that the ceasefire monitors saw", "the ceasefire that the ceasefire monitors saw"),
        ("the truce-\nlike calm, a truce-like calm", "the truce-like calm, a truce-like calm"),
        ("an Anglo-\nSaxon name", "an Anglo-Saxon name"),
        ("a 12-\nhour battle", "a 12-hour battle"),
        ("the bombard\u00ad\nment went on", "the bombardment went on"),
        ("the army -\nnot the militia", "the army - not the militia"),
        ("one-\n(two)", "one- (two)"),
    ],
)
def test_words_broken_at_the_end_of_a_line(lines, joined):
    assert reflow([lines]) == joined


def test_points_of_a_list_are_paragraphs():
    lines = "The truce says that all shelling of the port is to end\nand says:\n• Guns leave the town of Ariba.\n• Aid"
    assert reflow([lines]).splitlines()[::2] == [
        "The truce says that all shelling of the port is to end and says:",
        "• Guns leave the town of Ariba.",
        "• Aid",
    ]


def test_blank_lines_and_empty_pages():
    assert reflow(["One.\n\nTwo.", "", "7"]) == "One.\n\nTwo."
    assert reflow([]) == ""


def test_row_30_truncated_pdf_is_told(read, make_pdf):
    data = make_pdf(PAGE)
    found = read("cut.pdf", data[:200])
    assert found.articles == []
    assert found.errors[0].startswith("cut.pdf: damaged PDF, perhaps cut short (")


def test_row_30_encrypted_pdf_is_told(read, make_pdf):
    import io

    import pypdf

    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(make_pdf(PAGE))))
    writer.encrypt("secret", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    assert read("a.pdf", stream.getvalue()).errors == ["a.pdf: encrypted; save it without a password"]


def test_row_30_pdf_encrypted_by_aes_is_told(read, make_pdf):
    encryption = (
        b"/Encrypt << /Filter /Standard /V 4 /R 4 /Length 128 /P -4 /StmF /StdCF /StrF /StdCF "
        b"/CF << /StdCF << /CFM /AESV2 /AuthEvent /DocOpen /Length 16 >> >> /O <%s> /U <%s> >> /ID [<00> <00>]"
        % (b"00" * 32, b"00" * 32)
    )
    [error] = read("a.pdf", make_pdf(PAGE, trailer=encryption)).errors
    assert error == "a.pdf: encrypted; save it without a password"


def test_row_31_scanned_pdf_has_no_text_layer(read, make_pdf):
    assert read("scan.pdf", make_pdf([], [])).errors == ["scan.pdf: no text layer: run OCR first"]


def test_row_31_pdf_of_too_many_pages_is_refused(read, make_pdf, monkeypatch):
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    assert read("long.pdf", make_pdf(["a"], ["b"], ["c"])).errors == [
        "long.pdf: 3 pages, more than the 2 an article may have"
    ]
