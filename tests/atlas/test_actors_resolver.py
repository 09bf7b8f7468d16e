"""Mentions of actors and sources: tables of words and the actor that they stand for."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.atlas.actors import Cast, load
from fogline.atlas.packs import SHIPPED
from fogline.claims import ActorKind, ActorRef, Argument, Claim, ClaimType, Mention, Report, Role, Span

PACK = "syria-iraq-2017"
TEXT = "The Syrian army and its allies advanced in Syria, a Syrian official said in Damascus, Syria. "


@pytest.fixture(scope="module")
def cast() -> Cast:
    return Cast([load(SHIPPED / PACK)])


def resolved(
    cast: Cast,
    words: str,
    entity: str | None = None,
    *,
    text: str = TEXT,
    day: date = date(2017, 6, 15),
    source: bool = False,
) -> list[ActorRef]:
    """What one mention at the end of a report comes to."""
    whole = text + words
    start = len(text)
    report = Report(text=whole, name="r", published=day)
    args: tuple[Argument, ...] = (Argument(Role.ACTOR, words, start, len(whole), entity or words),)
    sources: tuple[Mention, ...] = ()
    if source:
        args, sources = (), (Mention(words, start, len(whole), entity or words),)
    claim = Claim(report.id, Span(0, 3), "The", ClaimType.CLASH, args, sources=sources)
    actors, speakers = cast.resolve(report, [claim])[0]
    return list(speakers if source else actors)


NAMES = [
    ("the SDF", f"{PACK}/sdf"),
    ("Kurdish-led Syrian Democratic Forces (SDF)", f"{PACK}/sdf"),
    ("US-backed Syrian Democratic Forces", f"{PACK}/sdf"),
    ("Gen. Qassem Soleimani", f"{PACK}/soleimani"),
    ("Syrian President Bashar al-Assad", f"{PACK}/assad"),
    ("Maghawir Al-Thawra", f"{PACK}/maghawir"),
    ("Syrian army", "world/syr-mil"),
    ("Syrian troops", "world/syr-mil"),
    ("President Bashar al-Assad\u2019s forces", "world/syr-mil"),
    ("Assads regime", "world/syr"),
    ("Russian jets", "world/rus-aerospace"),
    ("Russian military police", "world/rus-mil"),
    ("Iraqi forces", "world/irq-mil"),
    ("Iraqi national army", "world/irq-mil"),
    ("Armed Forces of Ukraine", "world/ukr-mil"),
    ("government of Iraq", "world/irq"),
    ("US-led coalition warplanes", f"{PACK}/coalition"),
    ("Damascus", "world/syr"),
    ("Washington", "world/usa"),
    ("the Kremlin", "world/kremlin"),
    ("the Pentagon", "world/pentagon"),
    ("Americans", "world/usa"),
    ("Daesh terrorists", "world/islamic-state"),
    ("influential Daesh field commanders", "world/islamic-state"),
    ("militants of the Islamic State of Iraq and the Levant", "world/islamic-state"),
    ("ISIL-held building", "world/islamic-state"),
    ("al Qaeda-affiliated Nusra Front", f"{PACK}/nusra"),
    ("rebel FSA", f"{PACK}/fsa"),
    ("Turkey\u2019s health ministry", "world/tur/health-ministry"),
    ("the army", "world/syr-mil"),
    ("government forces", "world/syr-mil"),
    ("the coalition", f"{PACK}/coalition"),
    ("the regime", "world/syr"),
]


@pytest.mark.parametrize(("words", "actor"), NAMES)
def test_names_and_descriptions(cast: Cast, words: str, actor: str) -> None:
    refs = resolved(cast, words)
    assert [ref.actor for ref in refs] == [actor]
    assert 0 < refs[0].score <= 1
    assert refs[0].why


@pytest.mark.parametrize(
    ("words", "backer", "side"),
    [
        ("pro-Iranian fighters", "world/irn", f"{PACK}/syrian-government"),
        ("US-backed Syrian rebel units", "world/usa", f"{PACK}/coalition"),
        ("Shiite militias backed by Iran", "world/irn", f"{PACK}/syrian-government"),
        ("Iranian militias", "world/irn", f"{PACK}/syrian-government"),
        ("Saudi-backed rebels", "world/sau", "world/sau"),
    ],
)
def test_a_backed_group_is_not_its_backer(cast: Cast, words: str, backer: str, side: str) -> None:
    (ref,) = resolved(cast, words)
    assert ref.kind is ActorKind.DESCRIBED
    assert ref.actor.startswith("described/")
    assert (ref.backer, ref.side) == (backer, side)


@pytest.mark.parametrize(
    ("words", "actor", "side"),
    [
        ("the Observatory", f"{PACK}/sohr", f"{PACK}/sohr"),
        ("Britain-based monitor", f"{PACK}/sohr", f"{PACK}/sohr"),
        ("observatory head Rami Abdel Rahman", f"{PACK}/sohr", f"{PACK}/sohr"),
        ("Russian Defense Ministry spokesman Maj. Gen. Igor Konashenkov", "world/rus-mod", f"{PACK}/syrian-government"),
        ("a Pentagon spokesman", "world/pentagon", f"{PACK}/coalition"),
        ("spokesman for the US-led coalition", f"{PACK}/coalition", f"{PACK}/coalition"),
        ("Syria\u2019s army command", "world/syr-mil", f"{PACK}/syrian-government"),
        ("Hezbollah\u2019s Al-Manar TV", "world/al-manar", "world/al-manar"),
        ("DEBKA", "world/debka", "world/debka"),
        ("state news agency SANA", f"{PACK}/sana", f"{PACK}/syrian-government"),
        ("Daesh-linked Aamaq news agency", "world/islamic-state", f"{PACK}/isis"),
        ("CIA director John Brennan", "world/brennan", f"{PACK}/coalition"),
        ("two officials", "unnamed/officials", None),
        ("local activists", "unnamed/activists", None),
        ("a rebel spokesman", "unnamed/rebel spokesman", f"{PACK}/opposition"),
        ("a senior U.S. official", "unnamed/us official", f"{PACK}/coalition"),
        (
            "a source in the Russian Defense Ministry",
            "unnamed/source in russian defense ministry",
            f"{PACK}/syrian-government",
        ),
        (
            "a commander in the pro-Assad alliance",
            "unnamed/commander in pro assad alliance",
            f"{PACK}/syrian-government",
        ),
        (
            "Georgia\u2019s Security Council chief Alexandre Lomaia",
            "entity/alexandre lomaia",
            "entity/alexandre lomaia",
        ),
    ],
)
def test_sources(cast: Cast, words: str, actor: str, side: str | None) -> None:
    (ref,) = resolved(cast, words, source=True)
    assert (ref.actor, ref.side) == (actor, side)
    assert ref.role is None


def test_speakers_follow_the_sources_in_order(cast: Cast) -> None:
    text = TEXT + "DEBKA says Syria's army command and activists agree."
    names = ["DEBKA", "Syria's army command", "activists"]
    sources = tuple(Mention(n, text.index(n), text.index(n) + len(n), n) for n in names)
    report = Report(text=text, name="r", published=date(2017, 6, 15))
    claim = Claim(report.id, Span(0, 3), "The", ClaimType.HOLD, sources=sources)
    _, speakers = cast.resolve(report, [claim])[0]
    assert [s.actor for s in speakers] == ["world/debka", "world/syr-mil", "unnamed/activists"]
    assert [s.span for s in speakers] == [m.span for m in sources]


@pytest.mark.parametrize(
    ("words", "actors"),
    [
        ("Syrian and Russian warplanes", ["world/syr-mil", "world/rus-aerospace"]),
        ("the Syrian army and Hezbollah", ["world/syr-mil", "world/hezbollah"]),
        ("NDF and PMU militias", [f"{PACK}/ndf", f"{PACK}/pmu"]),
        ("Nusra Front and Islamic State of Iraq and the Levant", [f"{PACK}/nusra", "world/islamic-state"]),
    ],
)
def test_joined_parties_are_told_apart(cast: Cast, words: str, actors: list[str]) -> None:
    assert [ref.actor for ref in resolved(cast, words)] == actors


def test_the_fullest_name_of_the_report_counts(cast: Cast) -> None:
    assert resolved(cast, "they", "U.S. special forces")[0].actor == "world/us-special-forces"
    assert resolved(cast, "the ministry", "Russian Defense Ministry")[0].actor == "world/rus-mod"
    assert resolved(cast, "they")[0].kind is ActorKind.UNKNOWN
    assert resolved(cast, "US")[0].actor == "world/usa"


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Fighting in Ukraine: Ukraine and Kyiv. Ukrainian towns, Ukraine. ", "world/ukr-mil"),
        ("Fighting in Iraq near Mosul, Iraq; the Iraqi capital, Iraq. ", "world/irq-mil"),
    ],
)
def test_the_army_is_that_of_the_scene(cast: Cast, text: str, actor: str) -> None:
    assert resolved(cast, "the army", text=text)[0].actor == actor


def test_a_coalition_is_the_one_that_the_report_leads_with(cast: Cast) -> None:
    text = "In Yemen the Saudi-led coalition bombed Sanaa, Yemen. The Saudi-led coalition denied it in Yemen. "
    assert resolved(cast, "the coalition", text=text)[0].actor == "world/saudi-coalition"


def test_side_follows_the_day_and_the_war(cast: Cast) -> None:
    government = f"{PACK}/syrian-government"
    assert resolved(cast, "Russia")[0].side == government
    assert resolved(cast, "Russia", day=date(2015, 6, 1))[0].side == "world/rus"
    ukraine = "In Ukraine, Russia shelled Kharkiv, Ukraine. Ukrainian troops in Ukraine. "
    assert resolved(cast, "Russia", text=ukraine)[0].side == "world/rus"
    assert resolved(cast, "the SDF", text=ukraine)[0].side == f"{PACK}/sdf"


def test_militants_are_the_one_group_that_the_report_names(cast: Cast) -> None:
    text = TEXT + "ISIS and militants"
    start = text.index("ISIS")
    report = Report(text=text, name="r", published=date(2017, 6, 15))
    isis = Argument(Role.TARGET, "ISIS", start, start + 4, "ISIS")
    bare = Argument(Role.ACTOR, "militants", start + 9, start + 18, "militants")
    claim = Claim(report.id, Span(0, 3), "The", ClaimType.CLASH, (isis, bare))
    refs = cast.resolve(report, [claim])[0][0]
    assert {ref.actor for ref in refs} == {"world/islamic-state"}
    assert resolved(cast, "militants")[0].actor == "described/militants"


@pytest.mark.parametrize("words", ["Joan Petinglay", "Tripoli Revolutionaries Brigade", "ambassador Assadi"])
def test_an_unknown_name_is_an_entity_never_a_guess(cast: Cast, words: str) -> None:
    (ref,) = resolved(cast, words)
    assert ref.actor.startswith("entity/")
    assert ref.score <= 0.5


@pytest.mark.parametrize("words", ["civilians", "a residential building", "ambassador", "three tanks"])
def test_a_description_is_no_name(cast: Cast, words: str) -> None:
    assert resolved(cast, words)[0].kind is ActorKind.DESCRIBED


def test_we_is_who_speaks(cast: Cast) -> None:
    text = TEXT + "\u201cWe struck\u201d, Igor Konashenkov said."
    we, name = text.index("We"), text.index("Igor")
    report = Report(text=text, name="r", published=date(2017, 6, 15))
    claim = Claim(
        report.id,
        Span(we + 3, we + 9),
        "struck",
        ClaimType.STRIKE,
        (Argument(Role.ACTOR, "We", we, we + 2, "We"),),
        sources=(Mention("Igor Konashenkov", name, name + 16, "Igor Konashenkov"),),
    )
    (actor,), _ = cast.resolve(report, [claim])[0]
    assert (actor.actor, actor.text, actor.role) == ("world/rus-mod", "We", Role.ACTOR)


@given(st.text(max_size=60), st.booleans())
def test_any_words_get_one_answer(words: str, source: bool) -> None:
    cast = _bare_cast()
    refs = resolved(cast, words or "x", source=source)
    assert refs
    assert all(ref.actor and 0 <= ref.score <= 1 for ref in refs)


_CASTS: list[Cast] = []


def _bare_cast() -> Cast:
    if not _CASTS:
        _CASTS.append(Cast([load(SHIPPED / PACK)]))
    return _CASTS[0]


@pytest.mark.parametrize(
    ("words", "actor", "side"),
    [
        ("gatherings of ISIL terrorists", "world/islamic-state", f"{PACK}/isis"),
        ("fortifications of ISIL terrorists", "described/fortifications of isil terrorists", f"{PACK}/isis"),
        ("outlawed Kurdish rebels", "described/outlawed kurdish rebels", None),
        ("UN-brokered", "described/un brokered", None),
        ("organizations", "described/organizations", None),
        ("Kurdish-Arab Syrian Democratic Forces", f"{PACK}/sdf", f"{PACK}/sdf"),
        ("World Food Program Middle East Director Muhannad Hadi", "entity/muhannad hadi", "entity/muhannad hadi"),
        ("Osama al-Juwaili", "entity/osama al juwaili", "entity/osama al juwaili"),
    ],
)
def test_what_is_somebodys_is_described_on_his_side(cast: Cast, words: str, actor: str, side: str | None) -> None:
    (ref,) = resolved(cast, words)
    assert (ref.actor, ref.side) == (actor, side)


@pytest.mark.parametrize(
    ("words", "side", "backer"),
    [
        ("a UN official in Damascus", "world/un", None),
        ("a source in the Russian Defense Ministry", f"{PACK}/syrian-government", None),
        ("a US-backed alliance of Syrian fighters", f"{PACK}/coalition", "world/usa"),
    ],
)
def test_a_source_is_of_whom_it_is_not_of_where_it_is(
    cast: Cast, words: str, side: str | None, backer: str | None
) -> None:
    (ref,) = resolved(cast, words, source=True)
    assert ref.actor.startswith("unnamed/")
    assert (ref.side, ref.backer) == (side, backer)
