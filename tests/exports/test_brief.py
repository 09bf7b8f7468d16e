"""The brief: what it says, that it quotes exactly, and that nothing in a report can act in it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from html.parser import HTMLParser

import pytest

from fogline.exports import BriefInput, brief, brief_markdown
from fogline.exports.outline import outline
from fogline.exports.palette import COLOURS, marks
from tests.exports.al_tanf import ABU_KAMAL, LEFT, PLAN, REPORTS, TANF, ZAKF, brief_input, weighed


class Reader(HTMLParser):
    """Tags, attributes and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def html() -> str:
    return brief(brief_input())


def test_says_the_answer_with_its_policy_and_grade(html: str) -> None:
    text = Reader(html).text
    given = brief_input()
    assert given.holdings[0].sentence.replace("`", "") in text
    assert "Policy latest: the newest claim" in text
    assert "by rule" in text


def test_every_footnote_is_verbatim_and_reached(html: str) -> None:
    page = Reader(html)
    ids = [attributes["id"] for tag, attributes in page.tags if tag == "li" and attributes.get("id")]
    links = {
        attributes["href"] for tag, attributes in page.tags if tag == "a" and (attributes["href"] or "").startswith("#")
    }
    assert ids == [f"n{n}" for n in range(1, len(ids) + 1)]
    assert links == {f"#{i}" for i in ids}, "each note is referred to, and each reference has its note"
    texts = [r.text for r in REPORTS.values()]
    for note in outline(brief_input()).notes:
        assert any(note.words in text for text in texts)
        assert note.words in page.text
        assert note.text_hash in html


def test_hardening_shows_both_sentences(html: str) -> None:
    pair = next(p for p in outline(brief_input()).pairs if p.kind == "hardens")
    assert pair.first.quotation == REPORTS["debka"].text
    assert pair.second.quotation == REPORTS["trunews"].text
    assert pair.first.words.startswith("planned ")
    assert "a plan or expectation told as done" in html
    assert {LEFT.entry.id, PLAN.entry.id} <= {c for n in outline(brief_input()).notes for c in n.claims}


def test_what_speaks_against_the_answer_stands_beside_what_speaks_for_it() -> None:
    what = outline(brief_input())
    assert [s.words for s in what.pro] == ["control of al-Tanf by The coalition and its partner rebels"]
    against = {c.words: c.why for c in what.con}
    assert "planned" in against["planned withdrawal of US special forces from al-Tanf"]
    assert "hardens" in against["withdrawal of US forces from al-Tanf"]


def test_reports_cannot_act(html: str) -> None:
    page = Reader(html)
    assert not any(tag in ("script", "iframe", "img", "link", "object", "form") for tag, _ in page.tags)
    assert "<b>pro-Iranian</b>" in page.text, "markup of a report is shown as its letters"
    hrefs = [a["href"] or "" for tag, a in page.tags if tag == "a"]
    assert all(href.startswith(("#", "https://", "http://")) for href in hrefs)
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert "Content-Security-Policy" in html
    assert unescape("http://example.org/zakf?a=1&amp;b=2") in hrefs


def test_asks_for_nothing_from_elsewhere(html: str) -> None:
    page = Reader(html)
    assert not any("src" in attributes for _, attributes in page.tags)
    assert "@import" not in html
    assert "url(" not in re.sub(r"url\(#\w+\)", "", html)


def test_the_same_input_gives_the_same_bytes() -> None:
    assert brief(brief_input()) == brief(brief_input())
    turned = replace(brief_input(), weighed=tuple(reversed(weighed())))
    assert brief(turned) == brief(brief_input())


def test_an_area_is_hatched_and_never_a_pin(html: str) -> None:
    assert 'fill="url(#area0)"' in html
    alone = replace(brief_input(), shapes={})
    assert "not drawn, no coordinates: Zakf" in brief(alone)
    drawn = re.search(r'class="map".*?</svg>', brief(alone), re.S)
    assert drawn
    assert drawn[0].count("<text") == html.count("never") or "southeastern" not in drawn[0].split("</title>")[1]


def test_unknown_places_look_unknown() -> None:
    html = brief(brief_input(on=date(2019, 1, 1)))
    assert "unknown; last known" in html
    assert "the newest evidence is" in html


def test_both_forms_say_the_same() -> None:
    given = brief_input()
    text = brief_markdown(given)
    what = outline(given)
    assert len(re.findall(r"^\[\^\d+\]: ", text, re.M)) == len(what.notes)
    for note in what.notes:
        assert note.text_hash in text
    assert text.count("## ") == 6
    assert "<b>" not in re.sub(r"\\<b\\>", "", text)


def test_nothing_known_is_said_plainly() -> None:
    given = brief_input()
    empty = BriefInput(subject="Nowhere", on=date(2017, 9, 10), policy="latest", holdings=(), weighed=(), reports={})
    assert "no place is named" in brief(empty)
    assert "0 claims in 0 reports" in brief_markdown(empty)
    alone = replace(given, holdings=given.holdings[:1], changes={}, shapes={}, borders=(), zones=())
    assert "How it changed" not in brief(alone)


def test_claims_whose_report_is_gone_are_left_out_not_invented() -> None:
    given = brief_input()
    redacted = replace(given, reports={k: r for k, r in given.reports.items() if r.name != "debka"})
    assert "winding up" not in brief(redacted)


def test_each_side_has_a_mark_of_its_own() -> None:
    sides = [f"side {n}" for n in range(40)]
    found = marks(sides)
    assert len({found[s] for s in sides}) == 40
    assert found == marks(reversed(sides))
    assert all(re.fullmatch(r"#[0-9A-F]{6}", colour) for colour in COLOURS)


def test_lanes_are_those_of_the_table(html: str) -> None:
    lanes = re.search(r'class="timeline".*?</svg>', html, re.S)
    assert lanes
    for place in (TANF, ABU_KAMAL, ZAKF):
        assert place.name in lanes[0]


def test_no_footnote_stands_that_nothing_points_to() -> None:
    text = brief_markdown(brief_input())
    body, _, notes = text.partition("## The words")
    made = set(re.findall(r"^\[\^(\d+)\]:", notes, re.M))
    assert made == set(re.findall(r"\[\^(\d+)\]", body))
