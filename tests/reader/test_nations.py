"""Countries by the words of a report, and whom a speaker speaks for."""

from __future__ import annotations

import pytest

from fogline.claims import Claim, ClaimType, Mention, Span
from fogline.reader import nations, sides
from fogline.reader.names import Names
from fogline.reader.sentences import split


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ("Israeli Prime Minister", "Israel"),
        ("the Pentagon", "United States"),
        ("US-backed rebels", "United States"),
        ("Sudan", "Sudan"),
        ("South Sudanese troops", "South Sudan"),
        ("a doctor", None),
        ("Georgiana", None),
    ],
)
def test_the_country_of_words(words: str, country: str | None) -> None:
    assert nations.of(words) == country


def test_a_country_is_called_as_the_report_calls_it() -> None:
    assert nations.called("United States", "The U.S. struck, and America cheered.") == "U.S."
    assert nations.called("United States", "The United States, the U.S.") == "United States"
    assert nations.called("Mali", "The Malian army left.") == "Mali"


@pytest.mark.parametrize(
    ("text", "speaker", "side"),
    [
        ("Nasser Judeh, Jordan's foreign minister, said so.", "Nasser Judeh", "Jordan"),
        ("Jordan's foreign minister Nasser Judeh said so.", "Nasser Judeh", "Jordan"),
        ("The prime minister of Lebanon, Najib Mikati, said so.", "Najib Mikati", "Lebanon"),
        ("SDF spokesman Ali Hasan said so.", "Ali Hasan", "SDF"),
        ("Rep. Mike Rogers (R-Mich.) of the United States said so.", "Mike Rogers", "United States"),
        ("At the summit in Australia, President Obama of the U.S. said so.", "President Obama", "U.S."),
        ("The U.S. condemned what President Assad said.", "President Assad", None),
        ("The United States left. Senator Bong Go said so.", "Senator Bong Go", None),
        ("America left. Vice President Kashim Shettima said so.", "Vice President Kashim Shettima", None),
        ("Syrian President Bashar al-Assad met the U.S. envoy.", "Bashar al-Assad", "Syria"),
        ("An envoy of Israel was in Turkey. Foreign minister Tarik Demir said so.", "Tarik Demir", None),
        ("CAIRO — Foreign minister Sergei Lavrov said so.", "Sergei Lavrov", None),
        ("Ukraine fights on, Zelensky said.", "Zelensky", "Ukraine"),
        ("Russia left. The U.S. would stay, Obama said.", "Obama", "U.S."),
        ("Aid came, Obama said.", "Obama", None),
        ("Syria was hit, Bashar al-Assad said.", "Bashar al-Assad", "Syria"),
        ("Syria was hit, President Assad said.", "President Assad", "Syria"),
        ("Syria was hit, Riad al-Assad said.", "Riad al-Assad", None),
        ("The U.S. left, Defense Secretary Chuck Hagel said.", "Defense Secretary Chuck Hagel", "U.S."),
        ("Israel was hit, Joe Lieberman said.", "Joe Lieberman", None),
        ("The army left, an aide to army chief Adam Bakr said.", "Adam Bakr", "army"),
        ("Hamas left. Israel stayed, Yahya Sinwar said.", "Yahya Sinwar", "Hamas"),
        ("Ann Roe, a doctor in Gaza, said so.", "Ann Roe", None),
        ("The ambassador to Syria, Ann Roe, said so.", "Ann Roe", None),
    ],
)
def test_whom_a_speaker_speaks_for(text: str, speaker: str, side: str | None) -> None:
    at = text.index(speaker)
    said = Claim(
        "r", Span(0, 3), text[:3], ClaimType.CLASH, sources=(Mention(speaker, at, at + len(speaker), speaker),)
    )
    assert sides.speaks_for(text, Names(text, split(text), [said]), speaker) == side
