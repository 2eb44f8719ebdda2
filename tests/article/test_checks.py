import pytest

from conflict_cli.article import checks
from conflict_cli.article.english import LEAST_SHARE, is_english, small_word_share

TEXTS = {
    "English": "Shells fell on the port of Ariba on Thursday, killing four people, residents said, and the army denied "
    "that it had fired on the town, where hundreds of families have fled since the truce ended.",
    "French": "Des obus sont tombés sur le port d'Ariba, tuant quatre personnes, selon des habitants, et l'armée a "
    "démenti avoir tiré sur la ville, que des centaines de familles ont fuie depuis la fin de la trêve.",
    "German": "Granaten schlugen in den Hafen von Ariba ein und töteten vier Menschen, sagten Bewohner, und "
    "die Armee bestritt, auf die Stadt geschossen zu haben, aus der Hunderte Familien im Krieg geflohen waren.",
    "Dutch": "Er vielen granaten op de haven van Ariba, waarbij vier mensen omkwamen, zeiden bewoners, en het "
    "leger ontkende dat het had geschoten op de stad, waar honderden gezinnen over de weg gevlucht waren.",
    "Danish": "Granater faldt torsdag over havnen i Ariba og dræbte fire mennesker, sagde beboere, og hæren afviste at "
    "have skudt mod byen, som flere hundrede familier er flygtet fra under kampene for at nå til kysten.",
    "Spanish": "Los proyectiles cayeron el jueves sobre el puerto de Ariba y mataron a cuatro personas, dijeron los "
    "vecinos, y el ejército negó que no haya respetado la tregua, como la llaman los que se han ido de allí.",
    "Polish": "W czwartek pociski spadły na port w Aribie, zabijając cztery osoby, powiedzieli mieszkańcy, a wojsko "
    "zaprzeczyło, że to ono ostrzelało miasto, z którego uciekły setki rodzin, bo nie ma tam po co zostać.",
    "Arabic": " ".join(["قصفت الطائرات القرية يوم الثلاثاء وقتل أربعة أشخاص بحسب السكان"] * 3),
}


@pytest.mark.parametrize("language", TEXTS)
def test_row_52_english_is_told_from_others(language):
    assert (small_word_share(TEXTS[language]) >= LEAST_SHARE) == (language == "English")


def test_row_52_a_sentence_full_of_names_is_english():
    text = (
        "Talia's interim government announced Monday sanctions against Oskar Belen, Marta Ruzik, Ivo Kastner, Pavel "
        "Dorn, Irena Valk, Milan Soter, Anton Grech, two banks, three ministries and Belgor Steel Works."
    )
    assert small_word_share(text) < LEAST_SHARE
    assert is_english(text)


def test_row_52_other_language_is_set_aside_unless_wanted(read):
    data = TEXTS["French"].encode()
    found = read("a.txt", data)
    assert found.articles == []
    assert found.errors == [
        "a.txt: not English: 0% of its words are small words of English; --any-language parses it all the same"
    ]
    [article] = read("a.txt", data, any_language=True).articles
    assert article.language == "und"
    assert article.warnings == ("not English: 0% of its words are small words of English",)


def test_row_52_english_with_a_paragraph_in_another_language_is_read(read):
    [article] = read("a.txt", f"{TEXTS['English']}\n\n{TEXTS['Arabic']}".encode()).articles
    assert (article.language, article.warnings) == ("en", ())


def test_row_52_short_texts_are_not_judged(read):
    assert len(read("a.txt", "Des obus sont tombés sur Ariba.".encode()).articles) == 1


def test_row_49_duplicate_ids_are_kept_with_a_warning(read):
    lines = b'{"id": "a", "text": "x"}\n{"id": "b", "text": "y"}\n{"id": "a", "text": "z"}\n'
    found = read("c.jsonl", lines)
    assert [(article.source, article.text) for article in found.articles] == [("a", "x"), ("b", "y"), ("a", "z")]
    assert found.articles[2].warnings == ('id "a" came before, as article 1 of c.jsonl',)
    assert found.errors == []


def test_row_49_duplicate_ids_are_errors_when_strict(read):
    found = read("c.csv", b"id,text\na,x\na,y\n", strict=True)
    assert [article.text for article in found.articles] == ["x"]
    assert found.errors == ['c.csv: a: id "a" came before, as article 1 of c.csv (an error with --strict)']


def test_row_49_ids_beyond_the_memory_are_not_compared(read, monkeypatch):
    monkeypatch.setattr(checks, "IDS_REMEMBERED", 1)
    lines = b"".join(b'{"id": "%s", "text": "x"}\n' % name for name in (b"a", b"b", b"b", b"a"))
    assert [bool(article.warnings) for article in read("c.jsonl", lines).articles] == [False, False, False, True]


def test_strict_makes_any_warning_an_error_of_its_article(read):
    lines = b'{"id": 1, "text": "x", "published": "28/11/2024"}\n{"id": 2, "text": "y"}\n'
    found = read("c.jsonl", lines, strict=True)
    assert [article.source for article in found.articles] == ["2"]
    assert found.errors == ['c.jsonl: 1: "published" is not an ISO 8601 date: "28/11/2024" (an error with --strict)']
    found = read("a.txt", TEXTS["French"].encode(), strict=True, any_language=True)
    assert found.errors == ["a.txt: not English: 0% of its words are small words of English (an error with --strict)"]


def test_texts_over_the_limit_of_characters_are_refused(read):
    found = read("c.jsonl", b'{"text": "12345"}\n{"text": "1234"}\n', max_chars=4)
    assert [article.text for article in found.articles] == ["1234"]
    assert found.errors == ["c.jsonl:1: 5 characters, more than the 4 an article may have; split it into its articles"]
