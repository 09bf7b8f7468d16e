"""Bytes to text, and nothing but decoding: no character is changed, so offsets index the file's own text.

UTF-8 is tried first, then byte-order marks, then what the carrier declares, then detection. Line ends stay as they
are (CRLF is two characters), non-breaking spaces and curly quotes survive. Only a byte-order mark is dropped: it is a
signature of the encoding, not text.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from fogline.errors import InputError

#: Longest text taken as one report, in characters; the longest of 509 real reports has 60,000.
MAX_TEXT = 5_000_000
#: Longest line, in characters: beyond it a file is data, not prose.
MAX_LINE = 1_000_000
_DETECT_BYTES = 200_000

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF", "a PDF", "save it as text or HTML first"),
    (b"PK\x03\x04", "a ZIP archive or an Office document", "unpack it, or save the document as text or HTML first"),
    (b"\x89PNG", "a PNG image", "give the text instead"),
    (b"\xff\xd8\xff", "a JPEG image", "give the text instead"),
    (b"GIF8", "a GIF image", "give the text instead"),
    (b"\x7fELF", "a program", "give the text instead"),
    (
        b"SQLite format 3\x00",
        "an SQLite database",
        "give it with --ledger if it is a ledger, else export its texts as CSV",
    ),
    (b"\xd0\xcf\x11\xe0", "an old Office document", "save it as text or HTML first"),
    (b"{\\rtf", "a rich-text document", "save it as plain text first"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
)
#: Control characters that no prose holds; tab, line feed, form feed, carriage return and escape are let through.
_CONTROLS = frozenset(range(32)) - {9, 10, 11, 12, 13, 27}
#: Bytes that Windows-1252 uses for the euro, dots, quotes, bullets, dashes and the no-break space; all that it uses.
_TYPOGRAPHIC = frozenset((0x80, 0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0xA0))
_WESTERN = frozenset(range(0x80, 0x100)) - {0x81, 0x8D, 0x8F, 0x90, 0x9D}


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding that it was in, and what a reader of it should know."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(raw: bytes, item: str, declared: str | None = None, *, bounded: bool = True) -> Decoded:
    """The text of `raw`, which must be one report's; InputError where it is empty, binary, or far too long.

    `bounded=False` leaves the length unchecked, for markup, whose lines may be of any length.
    """
    if not raw.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise InputError(item, "the file is empty", "give a file with text in it")
    refuse_binary(raw, item)
    found = _decode(raw, item, declared)
    if bounded:
        check_length(found.text, item)
    return found


def check_length(text: str, item: str) -> None:
    """Refuse what is too long to be a report or one of its lines."""
    if len(text) > MAX_TEXT:
        raise InputError(
            item,
            f"{len(text) / 1e6:.1f} million characters in one report, at most {MAX_TEXT / 1e6:.0f} million expected",
            "split it into its reports, or give a table with one report a row",
        )
    if len(text) > MAX_LINE:
        longest = max(map(len, text.splitlines()), default=0)
        if longest > MAX_LINE:
            raise InputError(
                item,
                f"a line of {longest / 1e6:.1f} million characters, at most {MAX_LINE / 1e6:.0f} million expected",
                "give prose with line breaks, or a table with one report a row",
            )


def refuse_binary(raw: bytes, item: str) -> None:
    """Refuse files known by their first bytes to hold no text."""
    for magic, kind, step in _MAGIC:
        if raw.startswith(magic):
            raise InputError(item, f"the file is {kind}, not text", step)


def _decode(raw: bytes, item: str, declared: str | None) -> Decoded:
    for bom, name in _BOMS:
        if raw.startswith(bom):
            try:
                return Decoded(_prose(raw[len(bom) :].decode(name), item), name)
            except UnicodeDecodeError as error:
                raise InputError(
                    item, f"marked as {name} but broken at byte {error.start}", "save it again as UTF-8"
                ) from None
    if wide := _utf16_without_mark(raw):
        return Decoded(_prose(raw.decode(wide), item), wide, (f"no encoding mark; read as {wide}",))
    try:
        return Decoded(_prose(raw.decode("utf-8"), item), "utf-8")
    except UnicodeDecodeError as error:
        first = error.start
    return _not_utf8(raw, item, declared, first)


def _not_utf8(raw: bytes, item: str, declared: str | None, first: int) -> Decoded:
    """Text whose bytes are not UTF-8: nearly UTF-8, as declared, Windows-1252, or as detected."""
    patched = raw.decode("utf-8", errors="replace")
    broken, whole = patched.count("\ufffd"), sum(c > "\x7f" for c in patched)
    if whole > 20 * broken:
        note = f"{broken} broken UTF-8 byte{'s' * (broken > 1)}, shown as \ufffd"
        return Decoded(_prose(patched, item), "utf-8", (note,))
    if declared and (name := _known(declared)) and name not in ("utf-8", "ascii", "iso8859-1"):
        try:
            return Decoded(_prose(raw.decode(name), item), name)
        except UnicodeDecodeError:
            pass
    sample = raw[:_DETECT_BYTES]
    if sum(byte in _CONTROLS for byte in sample) > max(2, len(sample) // 500):
        raise InputError(item, "the file is binary, not text", "give the text instead")
    high = [byte for byte in sample if byte >= 0x80]
    letters = sum(byte not in _TYPOGRAPHIC for byte in high)
    if _WESTERN.issuperset(high) and letters < 0.1 * len(sample):
        text = _prose(raw.decode("cp1252", errors="replace"), item)
        return Decoded(text, "windows-1252", ("not UTF-8; read as windows-1252",))
    from charset_normalizer import from_bytes  # 30 ms to import, seldom needed

    best = from_bytes(raw[:_DETECT_BYTES]).best()
    if best is None:
        raise InputError(
            item, f"not text in any encoding known (byte {first} is not UTF-8)", "save it as UTF-8, or leave it out"
        )
    try:
        text = raw.decode(best.encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            item, f"looked like {best.encoding} but is not at byte {error.start}", "save it as UTF-8"
        ) from None
    return Decoded(_prose(text, item), best.encoding, (f"not UTF-8; read as {best.encoding}",))


def _known(declared: str) -> str | None:
    """Python's name of a declared encoding; browsers read Latin-1 as Windows-1252, and so do we."""
    try:
        name = codecs.lookup(declared.strip("\"' ")).name
    except LookupError:
        return None
    return "cp1252" if name in ("iso8859-1", "ascii") else name


def _utf16_without_mark(raw: bytes) -> str | None:
    """UTF-16 shows in Latin text as a zero byte in nearly every second place."""
    sample = raw[:4000]
    if len(sample) < 8 or len(raw) % 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _prose(text: str, item: str) -> str:
    """The text, if it is one: a file with control characters all through is binary."""
    sample = text[:20_000]
    controls = sum(ord(c) in _CONTROLS for c in sample)
    if controls > max(2, len(sample) // 500):
        raise InputError(item, "the file is binary, not text", "give the text instead")
    if not text.strip("\ufeff \t\r\n\x00"):
        raise InputError(item, "the file is empty", "give a file with text in it")
    return text
