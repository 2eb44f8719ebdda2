import sys

import pytest

HEAD = (
    '<title>Shells hit port - Daily Wire</title><meta property="article:published_time" content="2024-11-28T10:00:00Z">'
    '<meta name="author" content="Jane Roe"><meta property="og:site_name" content="Daily Wire">'
)
PARAGRAPHS = [
    f"Shells fell on the port of Ariba for the {day} day on Thursday, residents said, and the “old town” was empty."
    for day in ("second", "third", "fourth")
]


def page(head=HEAD, paragraphs=PARAGRAPHS):
    menu = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul></nav>"
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<!DOCTYPE html><html><head>{head}</head><body>{menu}<article>{body}</article></body></html>"


@pytest.mark.parametrize("name", ["a.html", "A.HTM", "-"])
def test_page_becomes_an_article_with_its_metadata(read, name):
    found = read(name, page().encode())
    assert found.errors == []
    [article] = found.articles
    assert article.text == "\n\n".join(PARAGRAPHS)
    assert (article.title, article.authors, article.publisher) == ("Shells hit port", ("Jane Roe",), "Daily Wire")
    assert (article.published, article.published_from) == ("2024-11-28", "metadata")
    assert (article.source, article.warnings) == (name, ())


def test_lines_of_the_source_are_not_paragraphs(read):
    wrapped = [paragraph.replace(" for ", "\r\n    for ") for paragraph in PARAGRAPHS]
    [article] = read("a.html", page(paragraphs=wrapped).encode()).articles
    assert article.text == "\n\n".join(PARAGRAPHS)


def test_lines_of_preformatted_text_are_kept(read):
    lines = "\n".join(PARAGRAPHS)
    [article] = read("a.html", f"<html><body><article><pre>{lines}</pre></article></body></html>".encode()).articles
    assert "two" not in article.text
    assert article.text.count("Shells fell") == 3


def test_page_without_a_date_has_none(read):
    [article] = read("a.html", page(head="<title>Shells hit port</title>").encode()).articles
    assert (article.published, article.published_from) == (None, None)


def test_page_is_decoded_as_it_says(read):
    text = page(head='<meta charset="windows-1252">').encode("cp1252")
    [article] = read("a.html", text).articles
    assert "“old town”" in article.text
    assert article.warnings == ()


@pytest.mark.parametrize("charset", ["nonsense-8", "utf-16", "ascii"])
def test_page_that_says_wrong_is_found_out(read, charset):
    [article] = read("a.html", page(head=f"<meta charset={charset}>").encode("cp1252")).articles
    assert "“old town”" in article.text
    assert "read as Windows-1252" in article.warnings[0]


def test_declaration_of_xml_does_no_harm(read):
    xhtml = f'<?xml version="1.0" encoding="UTF-8"?>{page()}'
    assert len(read("a.html", xhtml.encode()).articles) == 1


@pytest.mark.parametrize(
    "body",
    [
        "<ul>" + "<li><a href='/'>Shells hit port</a></li>" * 50 + "</ul>",
        "<div class='cookies'>We and our partners use cookies. Accept all? Manage options.</div>",
        "<article><p>Shells fell on the port.</p><p>Subscribe to read on.</p></article>",
        "",
    ],
    ids=["index", "cookies", "paywall", "empty"],
)
def test_row_32_page_without_an_article_is_told(read, body):
    found = read("a.html", f"<html><head>{HEAD}</head><body>{body}</body></html>".encode())
    assert found.articles == []
    assert found.errors == ["a.html: no article found on the page: a menu, a notice or a stub"]


def test_row_32_deeply_nested_page_is_survived(read):
    nested = "<p>" * 20_000 + " ".join(PARAGRAPHS)
    found = read("a.html", f"<html><body>{nested}</body></html>".encode())
    assert len(found.articles) + len(found.errors) == 1


def test_parser_that_stumbles_costs_the_page(read, monkeypatch):
    import trafilatura

    def stumble(*arguments, **options):
        raise RecursionError

    monkeypatch.setattr(trafilatura, "bare_extraction", stumble)
    assert read("a.html", page().encode()).errors == ["a.html: a page that can't be read (RecursionError)"]


@pytest.mark.parametrize(
    ("name", "data", "module", "extra"),
    [
        ("a.html", page().encode(), "trafilatura", "web"),
        ("a.pdf", b"%PDF-1.4", "pypdf", "pdf"),
        ("a.parquet", b"PAR1", "pyarrow", "parquet"),
    ],
)
def test_missing_library_is_told_with_its_extra(read, monkeypatch, name, data, module, extra):
    monkeypatch.setitem(sys.modules, module, None)
    assert read(name, data).errors == [f"{name}: needs {module}: pip install 'conflict-cli[{extra}]'"]


def test_missing_library_of_docx_is_told(read, monkeypatch, make_docx):
    data = make_docx("Shells fell.")
    monkeypatch.setitem(sys.modules, "docx", None)
    assert read("a.docx", data).errors == ["a.docx: needs docx: pip install 'conflict-cli[docx]'"]
