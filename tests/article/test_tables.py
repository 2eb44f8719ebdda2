import pytest

ROWS = "id,text,published\n1,Shells fell.,2024-11-28\n2,Calm.,\n"


def test_row_becomes_an_article(read):
    found = read("a.csv", ROWS.encode())
    assert [(article.source, article.text, article.published) for article in found.articles] == [
        ("1", "Shells fell.", "2024-11-28"),
        ("2", "Calm.", None),
    ]
    assert (found.errors, found.notices) == ([], [])


def test_columns_are_guessed_by_their_names_and_told(read):
    table = "URL;Headline;Body;Author;Date\nhttps://x.example/1;Port hit;Shells fell.;A. Roe;2024-11-28 10:00\n"
    found = read("a.csv", table.encode())
    [article] = found.articles
    assert (article.source, article.text, article.title) == ("https://x.example/1", "Shells fell.", "Port hit")
    assert (article.authors, article.published) == (("A. Roe",), "2024-11-28")
    assert found.notices == [
        'a.csv: text from "Body", id from "URL", date from "Date"; '
        "--text-column, --id-column, --date-column name others"
    ]


def test_columns_named_by_the_user_count(read):
    table = "key\ttext\tstory\tday\n7\tteaser\tShells fell.\t2024-11-28\n"
    found = read("a.tsv", table.encode(), text_column="story", id_column="key", date_column="day")
    [article] = found.articles
    assert (article.source, article.text, article.published) == ("7", "Shells fell.", "2024-11-28")
    assert found.notices == []


def test_what_is_not_guessed_is_told_too(read):
    assert read("a.csv", b"body\nShells fell.\n").notices[0].startswith('a.csv: text from "body", no id, no date;')


@pytest.mark.parametrize(
    ("data", "options", "reason"),
    [
        (b"a,b\n1,2\n", {}, "no column of text among a, b; name it with --text-column"),
        (b"text,b\n1,2\n", {"text_column": "story"}, 'no column "story"; there are: text, b'),
        (b"text,b\n1,2\n", {"id_column": "key"}, 'no column "key"; there are: text, b'),
        (b"\n", {}, "no header, which would name the columns"),
        (b"", {}, "no header, which would name the columns"),
        (b",".join(b"c%d" % n for n in range(20)), {}, "no column of text among c0, c1, c2, c3, c4, c5, c6, c7, c8,"),
    ],
    ids=["no text", "text missing", "id missing", "blank", "empty", "many"],
)
def test_table_without_the_columns_is_refused(read, data, options, reason):
    found = read("a.csv", data, **options)
    assert found.articles == []
    assert found.errors[0].startswith(f"a.csv: {reason}")


def test_cells_over_lines_and_with_quotation_marks_are_kept(read):
    text = 'He said "go".\r\nThey went,\nall.'
    quoted = text.replace('"', '""')
    [article] = read("a.csv", f'id,text\r\n1,"{quoted}"\r\n'.encode()).articles
    assert article.text == text


def test_bad_rows_are_set_aside_with_their_line(read):
    table = 'id,text\n1,"two\nlines"\n2,"a"b\n3,x,y\n\n4,\n5,Shells fell.\n'
    found = read("a.csv", table.encode())
    assert [article.source for article in found.articles] == ["1", "5"]
    assert found.errors == [
        "a.csv:4: not a row of the table: ',' expected after '\"'",
        "a.csv:5: cells: 3, columns: 2",
        'a.csv:7: "text" is empty',
    ]


def test_quotation_mark_that_is_not_closed_is_told(read):
    found = read("a.csv", b'id,text\n1,x\n2,"never closed\n3,y\n')
    assert [article.source for article in found.articles] == ["1"]
    assert found.errors == ["a.csv:3: not a row of the table: unexpected end of data"]


def test_row_11_table_with_a_row_that_does_not_end(read):
    found = read("a.csv", b'id,text\n1,x\n2,"' + b"never closed\n" * 100, max_bytes=200)
    assert [article.source for article in found.articles] == ["1"]
    assert len(found.errors) == 1
    assert "a row of more than 200 characters; is a quotation mark not closed?" in found.errors[0]


def test_row_4_cells_in_windows_1252_are_read_with_a_warning(read):
    table = "id,title,text\n1,T,plain\n2,“Port”,The “truce” didn’t hold\n"
    [plain, curly] = read("a.csv", table.encode("cp1252")).articles
    assert plain.warnings == ()
    assert (curly.title, curly.text) == ("“Port”", "The “truce” didn’t hold")
    assert curly.warnings == (
        "text: not UTF-8 at byte 5; read as Windows-1252",
        "title: not UTF-8 at byte 1; read as Windows-1252",
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_row_3_mark_of_a_table_is_obeyed(read, encoding):
    [first, _] = read("a.csv", ROWS.encode(encoding)).articles
    assert (first.source, first.text) == ("1", "Shells fell.")


def test_row_6_wrong_encoding_of_a_table_ends_it(read):
    found = read("a.csv", b"id,text\n1,x\n" + b"y\xff" * 9000, encoding="utf-8")
    assert found.errors == ["a.csv: not utf-8 after line 0; the rest is not read"] or len(found.errors) == 1
    assert read("b.csv", "text\n“x”\n".encode("cp1252"), encoding="cp1252").articles[0].text == "“x”"


def test_table_from_a_pipe_of_json_is_told_apart(read):
    [article] = read("a.csv", b'{"id": "7", "text": "Shells fell."}\n').articles
    assert article.warnings == ("named .csv, but read as what it is: JSON Lines",)


def test_reports_of_our_own_are_not_read_as_articles(read):
    head = "article,source,published,event,evidence,rule"
    assert read("a.csv", f"{head}\nc603,a.txt,2022-08-08,E1,x,y\n".encode()).errors == [
        "a.csv: a report that conflict wrote, not an article"
    ]
    found = read("a.jsonl", b'{"schema_version": "1", "report": {}}\n' * 3)
    assert found.errors == ["a.jsonl: a report that conflict wrote, not an article"]
