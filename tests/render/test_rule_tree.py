import dataclasses

from conflict_cli.render.rule_tree import rule_tree


def test_each_finding_stands_under_its_rule(report):
    tree = rule_tree(report)
    assert tree.startswith("E1 Shelling/artillery/missile attack (happened)\n├── rule        shelling.verb\n")
    assert "├── initiators  Gunmen of the Northern Front\n" in tree
    assert "└── casualties  at least 12 people (killed)\n" in tree
    assert "C2 claim: denies\n├── rule       denies.verb\n" in tree
    assert "R1 relation: supports\n" in tree


def test_nothing_found_is_said(report):
    assert rule_tree(dataclasses.replace(report, events=(), claims=(), relations=())) == "no rule matched\n"
