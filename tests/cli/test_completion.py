"""What the Tab key offers in bash."""

import pytest

from conflict_cli.render import FORMATS
from conflict_cli.report import SECTIONS


@pytest.fixture
def offered(invoke, monkeypatch):
    """Return a function that completes the last word of a line, as bash would ask."""

    def complete(line):
        monkeypatch.setenv("_CONFLICT_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
        code, out, err = invoke()
        assert (code, err) == (0, "")
        return out.split("\n")[:-1] if out.endswith("\n") else out.split("\n")

    return complete


def test_commands_are_completed(offered):
    assert "doctor" in offered("conflict d")
    assert {"show", "path"} <= set(offered("conflict config "))


def test_options_are_completed(offered):
    assert "--gazetteer" in offered("conflict parse --ga")


def test_formats_and_colors_are_completed(offered):
    assert offered("conflict parse -f ") == list(FORMATS)
    assert offered("conflict parse --color a") == ["auto", "always"]


def test_sections_are_completed_one_after_the_other(offered):
    assert offered("conflict parse --only ") == list(SECTIONS)
    assert offered("conflict parse --only events,cl") == ["events,claims"]
    assert "events,events" not in offered("conflict parse --only events,")


def test_rules_files_subtypes_and_families_are_completed(offered):
    assert {"air_strike", "air_strike.verb"} <= set(offered("conflict rules air_"))
    assert offered("conflict rules Air") == ["Air/drone strike"]
    assert "claims" in offered("conflict rules cl")


def test_settings_do_not_disturb_completion(offered, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONFLICT_NO_CONFIG", "")
    (tmp_path / "conflict.toml").write_text("broken")
    assert offered("conflict parse -f j") == ["json", "jsonl"]


@pytest.mark.parametrize(
    ("shell", "words"),
    [("bash", "complete -o default -F _conflict_completion conflict"), ("zsh", "#compdef conflict"),
     ("fish", "complete --command conflict")],
)  # fmt: skip
def test_the_script_of_any_shell_is_printed(invoke, monkeypatch, shell, words):
    monkeypatch.setenv("_CONFLICT_COMPLETE", f"source_{shell}")
    code, out, err = invoke()
    assert (code, err) == (0, "")
    assert words in out
    assert f"_CONFLICT_COMPLETE=complete_{shell}" in out
