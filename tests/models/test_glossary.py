"""The words of the product are explained once, and every word that a page explains is one of them."""

from __future__ import annotations

import re
from pathlib import Path

from models.glossary import first_sentences, glossary
from tracker.help.beside import KINDS, LABELS

ROOT = Path(__file__).parents[2]
ASKED = re.compile(r"""help\('([a-z_]+)'\)|term='([a-z_]+)'""")


def test_every_word_stands_once_in_one_group() -> None:
    told = [term.key for _, terms in glossary().groups for term in terms]
    assert sorted(told) == sorted(glossary().terms)
    assert len(set(told)) == len(told)


def test_every_word_is_explained_in_a_few_sentences() -> None:
    for term in glossary().terms.values():
        assert term.asks.endswith("?"), term.key
        assert term.says.endswith("."), term.key
        assert len(term.says) <= 220, term.key


def test_what_pages_explain_is_in_the_glossary() -> None:
    asked = {
        key
        for path in (ROOT / "tracker" / "templates").rglob("*.html")
        for pair in ASKED.findall(path.read_text(encoding="utf-8"))
        for key in pair
        if key
    }
    assert asked
    assert {*asked, *LABELS.values(), *KINDS.values()} <= set(glossary().terms)


def test_every_label_with_a_word_belongs_to_a_form() -> None:
    forms = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tracker").rglob("forms.py"))
    assert [label for label in LABELS if f'"{label}"' not in forms] == []


def test_the_map_is_told_in_three_sentences() -> None:
    sentences = first_sentences(16)
    assert len(sentences) == 3
    assert "16 indicators" in sentences[0]
