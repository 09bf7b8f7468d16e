"""Sources, statements, relays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fogline.claims import LedgerClaim
from fogline.weighing import TieKind, ties, weigh

from .conftest import Press
from .test_texts import STORY


def strike(
    press: Press, source: str | None, publisher: str = "Daily Post", published: str = "2017-10-03", lead: str = ""
) -> LedgerClaim:
    said = f", {source} said" if source else ""
    head = press.report(
        f"{lead}{publisher} writes. Jets struck Harra on Tuesday{said}. It was quiet later.", publisher, published
    )
    return press.claim(
        head, "struck", "strike", actor="Jets", place="Harra", sources=[source] if source else [], time="2017-10-03"
    )


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("SOHR", "the Observatory"),
        ("Syrian Observatory for Human Rights", "the Britain-based monitor"),
        ("Syrian Observatory for Human Rights", "Rami Abdel Rahman"),
        ("Russia's Defense Ministry", "the defence ministry in Moscow"),
        ("Russian Defense Ministry", "Russian Defense Ministry spokesman Maj. Gen. Igor Konashenkov"),
    ],
)
def test_one_body_under_many_names_is_one_source(press: Press, a: str, b: str) -> None:
    first, second = strike(press, a), strike(press, b, "Evening Star")
    assert press.origin(first).source == press.origin(second).source


@pytest.mark.parametrize(
    ("a", "b"),
    [("Russia's Defense Ministry", "Syria's Defense Ministry"), ("Human Rights Watch", "SOHR"), ("SANA", "Reuters")],
)
def test_different_bodies_stay_apart(press: Press, a: str, b: str) -> None:
    first, second = strike(press, a), strike(press, b, "Evening Star")
    assert press.origin(first).source != press.origin(second).source


def test_the_monitor_is_the_one_monitor_that_the_report_names(press: Press) -> None:
    head = press.report(
        "Jets struck Harra, a monitor said. Nine died there, the Syrian Observatory for Human Rights said."
    )
    first = press.claim(head, "struck", "strike", place="Harra", sources=["a monitor"])
    press.claim(
        head, "died", "casualties", place="Harra", quantity="Nine", sources=["Syrian Observatory for Human Rights"]
    )
    assert press.origin(first).source_name == "Syrian Observatory for Human Rights"


def test_unnamed_sources_are_distinct_across_publishers(press: Press) -> None:
    first, second = strike(press, "activists"), strike(press, "activists", "Evening Star")
    assert press.origin(first).source != press.origin(second).source
    assert not press.origin(first).named


def test_unnamed_sources_are_one_where_the_text_is_copied(press: Press) -> None:
    found = []
    for publisher, day in (("Daily Post", "2017-10-03"), ("Evening Star", "2017-10-04")):
        head = press.report(f"{publisher}. {STORY} Activists said that Harra was hit.", publisher, day)
        found.append(press.claim(head, "hit", "strike", place="Harra", sources=["Activists"]))
    first, second = (press.origin(c) for c in found)
    assert first.source == second.source


def test_digest_chain_counts_the_innermost_source_of_the_cited_outlet(press: Press) -> None:
    a = press.report(
        "Reuters reported that a rebel spokesman said the rebels held Harra.", "Fogline example digest", "2017-06-14"
    )
    b = press.report(
        "The Post wrote that a rebel spokesman said the rebels held Harra.", "Fogline example digest", "2017-06-15"
    )
    first = press.claim(
        a, "held", "hold", actor="rebels", place="Harra", sources=["Reuters", "a rebel spokesman"], outlets=["Reuters"]
    )
    second = press.claim(
        b,
        "held",
        "hold",
        actor="rebels",
        place="Harra",
        sources=["The Post", "a rebel spokesman"],
        outlets=["The Post"],
    )
    x, y = press.origin(first), press.origin(second)
    assert x.relay
    assert x.via == "quotation"
    assert "Reuters" in x.why
    assert x.source != y.source  # two outlets' unnamed spokesmen
    assert "reuters" in x.source


def test_a_cited_publication_is_a_citation(press: Press) -> None:
    head = press.report("DEBKA reports that troops left Harra.")
    entry = press.claim(head, "left", "withdraw", actor="troops", place="Harra", sources=["DEBKA"], outlets=["DEBKA"])
    assert press.origin(entry).via == "citation"


def test_own_words_are_the_publishers_own_report(press: Press) -> None:
    entry = strike(press, None)
    found = press.origin(entry)
    assert (found.source_name, found.relay, found.via) == ("Daily Post", False, "own report")


def test_a_body_that_publishes_its_own_word_is_no_relay(press: Press) -> None:
    found = press.origin(strike(press, "SANA", publisher="SANA"))
    assert not found.relay


def test_agency_copy_counts_for_the_agency(press: Press) -> None:
    found = press.origin(strike(press, None, lead="HARRA (Reuters) - "))
    assert (found.source_name, found.relay, found.via) == ("Reuters", True, "agency byline")


def test_copied_text_counts_for_the_first_printing_with_its_share(press: Press) -> None:
    a = press.report(STORY, "Daily Post", "2017-10-03")
    b = press.report("Updated. " + STORY, "Evening Star", "2017-10-04")
    press.claim(a, "fell", "strike", place="Harra")
    later = press.claim(b, "fell", "strike", place="Harra")
    found = press.origin(later)
    assert (found.source_name, found.relay, found.via) == ("Daily Post", True, "copied text")
    assert found.share is not None
    assert found.share >= 0.6


def test_a_lead_that_restates_a_quotation_is_no_source_of_its_own(press: Press) -> None:
    told = "Jets killed 18 civilians in Harra, the Syrian Observatory for Human Rights said."
    head = press.report(f"Jets kill 18 civilians in Harra. {told}")
    lead = press.claim(head, "kill", "casualties", target="civilians", quantity="18", place="Harra")
    press.claim(
        head, "killed", "casualties", target="civilians", quantity="18", place="Harra",
        sources=["Syrian Observatory for Human Rights"],
    )  # fmt: skip
    assert press.origin(lead).source_name == "Syrian Observatory for Human Rights"


def test_an_unnamed_source_inside_a_bodys_word_adds_nothing(press: Press) -> None:
    head = press.report(
        "The Russian Defense Ministry, citing information from several channels, said jets struck Harra."
    )
    chain = ["Russian Defense Ministry", "information from several channels"]
    found = press.origin(press.claim(head, "struck", "strike", place="Harra", sources=chain))
    assert found.source_name == "Russian Ministry of Defence"


def toll(press: Press, publisher: str, published: str, text: str, number: str, time: str) -> LedgerClaim:
    head = press.report(text, publisher, published)
    return press.claim(
        head, "killed", "casualties", target="civilians", quantity=number, place="Harra",
        sources=["Syrian Observatory for Human Rights"], time=time,
    )  # fmt: skip


def test_one_statement_relayed_twice_and_another_the_next_day(press: Press) -> None:
    a = toll(
        press,
        "Post",
        "2017-10-03",
        "Raids killed 18 civilians at wells in Harra, the Syrian Observatory for Human Rights said.",
        "18",
        "2017-10-03",
    )
    b = toll(
        press,
        "Star",
        "2017-10-03",
        "At wells in Harra raids killed 18 civilians, said the Syrian Observatory for Human Rights, a monitor.",
        "18",
        "2017-10-03",
    )
    c = toll(
        press,
        "Post",
        "2017-10-04",
        "Shells killed 38 civilians on rafts at Harra, the Syrian Observatory for Human Rights said later.",
        "38",
        "2017-10-04",
    )
    x, y, z = (press.origin(e) for e in (a, b, c))
    assert x.statement == y.statement
    assert x.statement != z.statement
    assert x.source == z.source


def test_an_old_figure_among_news_belongs_to_the_old_statement(press: Press) -> None:
    first = toll(
        press,
        "Post",
        "2017-10-03",
        "Raids killed 18 civilians at wells in Harra, the Syrian Observatory for Human Rights said.",
        "18",
        "2017-10-03",
    )
    text = (
        "Shells killed 38 civilians on rafts at Sabkha, the Syrian Observatory for Human Rights said. "
        "Guns fired on Sabkha, the Syrian Observatory for Human Rights said. "
        "Families fled Sabkha on foot, the Syrian Observatory for Human Rights said. "
        "Sappers, rebels, police and medics reached Sabkha, the Syrian Observatory for Human Rights said. "
        "On Tuesday raids had killed 18 civilians in Harra, the Syrian Observatory for Human Rights said."
    )
    head = press.report(text, "Star", "2017-10-04")
    source = ["Syrian Observatory for Human Rights"]
    news = press.claim(
        head,
        "killed",
        "casualties",
        target="civilians",
        quantity="38",
        place="Sabkha",
        sources=source,
        time="2017-10-04",
    )
    press.claim(head, "fired", "strike", actor="Guns", place="Sabkha", sources=source, time="2017-10-04")
    press.claim(head, "fled", "displace", actor="Families", place="Sabkha", sources=source, time="2017-10-04")
    for actor in ("Sappers", "rebels", "police", "medics"):
        press.claim(head, actor, "present", actor=actor, place="Sabkha", sources=source)
    old = press.claim(
        head,
        "killed",
        "casualties",
        target="civilians",
        quantity="18",
        place="Harra",
        sources=source,
        time="2017-10-03",
        nth=1,
    )
    assert press.origin(old).statement == press.origin(first).statement
    assert press.origin(news).statement != press.origin(first).statement
    assert not any(t.same_origin for t in ties(list(press.weighed().values())))


def test_a_circle_of_citations_ends(press: Press) -> None:
    a = press.report("The Star reports that rebels hold Harra.", "The Post", "2017-10-03")
    b = press.report("The Post reports that rebels hold Harra.", "The Star", "2017-10-03")
    for head, cited in ((a, "The Star"), (b, "The Post")):
        press.claim(head, "hold", "hold", actor="rebels", place="Harra", sources=[cited], outlets=[cited])
    assert {w.origin.source_name for w in press.weighed().values()} == {"The Post and The Star, which cite one another"}
    assert not press.links("corroborates")


def test_ties_name_the_reason(press: Press) -> None:
    a = press.report(STORY, "Daily Post", "2017-10-03")
    b = press.report("Updated. " + STORY, "Evening Star", "2017-10-04")
    for head in (a, b):
        press.claim(head, "fell", "strike", place="Harra")
    (tie,) = ties(list(press.weighed().values()))
    assert tie.kind is TieKind.TEXT
    assert "%" in tie.why
    assert ties([]) == []


@pytest.mark.parametrize(
    ("about", "text", "source"),
    [
        ("Reuters", "Reuters reported on it. The rebels held Harra.", "source/reuters"),
        (
            "Evening Star, carrying Reuters",
            "The Star has it from Reuters that the rebels held Harra.",
            "source/reuters",
        ),
        (
            "Evening Star, carrying Reuters",
            "The Evening Star has it that the rebels held Harra.",
            "source/evening-star",
        ),
        ("Reuters", "Reuters has a long report.\n\nThe rebels held Harra.", "source/digest"),  # another paragraph
        ("Reuters", "Reuters has it. We add that the rebels held Harra.", "source/digest"),  # the digest's own word
        ("Digest", "Digest of the day. The rebels held Harra.", "source/digest"),
        ("rewrite of agency news", "A rewrite of agency news has it. The rebels held Harra.", "source/digest"),
    ],
)
def test_a_digest_rests_on_the_report_it_is_about(press: Press, about: str, text: str, source: str) -> None:
    head = replace(press.report(text, "Digest"), about=(("publisher", about),))
    origin = press.origin(press.claim(head, "held", "hold", actor="rebels", place="Harra"))
    assert origin.source == source
    assert origin.relay is (source != "source/digest")


def cited(press: Press, publisher: str, source: str, day: str = "2017-10-03") -> LedgerClaim:
    head = press.report(f"Rebels captured Harra at dawn, according to the {source}.", publisher, day)
    return press.claim(
        head, "captured", "capture", actor="Rebels", place="Harra", sources=[source], outlets=["Star", "Post", "Sun"],
        time="2017-10-02",
    )  # fmt: skip


def test_reports_that_cite_one_another_are_one_source_of_unknown_origin(press: Press) -> None:
    one, other = (press.origin(c) for c in (cited(press, "Post", "Star"), cited(press, "Star", "Post")))
    assert one.source == other.source
    assert not one.named
    assert one.relay
    assert "cannot be told" in one.why
    assert "Post and Star, which cite one another" in one.source_name


def test_a_circle_of_three_is_one_source(press: Press) -> None:
    claims = [cited(press, "Post", "Star"), cited(press, "Star", "Sun"), cited(press, "Sun", "Post")]
    assert len({press.origin(c).source for c in claims}) == 1


def test_a_circle_closed_by_a_later_reading_changes_the_earlier_claim(press: Press) -> None:
    first = cited(press, "Post", "Star")
    stored = press.weighed()[first.id]
    second = cited(press, "Star", "Post")
    later = weigh([second], press.text_of, lambda _: [stored], {})
    origins = {o.claim: o for o in later.origins}
    assert origins[first.id].source == origins[second.id].source
    assert origins[first.id].statement == stored.origin.statement


def test_what_a_cited_publication_has_from_another_is_that_ones_word(press: Press) -> None:
    first = cited(press, "Star", "Syrian Observatory for Human Rights")
    second = cited(press, "Post", "Star", "2017-10-04")
    origins = [press.origin(c) for c in (first, second)]
    assert origins[0].source == origins[1].source
    assert "Star has it from Syrian Observatory for Human Rights" in origins[1].why
