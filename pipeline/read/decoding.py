"""Bytes → text, without losing an accent.

BeautifulSoup never sees bytes: given bytes, it and most detectors trust a wrong declaration or guess
from too little, and lose nine accented words in ten. The order here is by strength of evidence: a
byte order mark; text that is valid UTF-8 (French in another encoding practically never is); text
that is UTF-8 but for a few bytes pasted from cp1252; what the page declares; cp1252.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

import ftfy
from ftfy.badness import is_bad

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins like that one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD = 4096  # bytes in which a declaration must stand; browsers look at 1024
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")

# What browsers read when a page declares one of these (WHATWG Encoding Standard).
_BROWSER: Final = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}

_MOJIBAKE = re.compile(r"[ÂÃâÅ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ ]")
# Control characters but tab and line breaks, soft hyphen, zero-width and direction marks.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)


def _cp1252(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that the codec refuses as cp1252, and the five that it lacks as Latin-1."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(_ONE_BYTE[byte] for byte in wrong), error.end


def _one_byte(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


_ONE_BYTE: Final = tuple(_one_byte(byte) for byte in range(256))
codecs.register_error("communiques.cp1252", _cp1252)


def _utf16_without_mark(data: bytes) -> str | None:
    """The byte order of UTF-16 that carries no mark, by where its zero bytes stand."""
    head = data[:1000]
    zeros = (head[0::2].count(0), head[1::2].count(0))
    half = len(head) // 2
    if half and zeros[1] > 0.4 * half and zeros[0] < 0.1 * half:
        return "utf-16-le"
    if half and zeros[0] > 0.4 * half and zeros[1] < 0.1 * half:
        return "utf-16-be"
    return None


def _nearly_utf8(data: bytes) -> bool:
    """Whether more bytes beyond ASCII belong to valid UTF-8 sequences than not."""
    valid = sum(len(sequence) for sequence in _MULTIBYTE.findall(data))
    return valid > len(_HIGH.findall(data)) - valid


def _codec(name: str | None) -> str | None:
    """The Python codec for a declared charset, as browsers read it; None for an unknown one."""
    try:
        known = codecs.lookup(name or "").name
    except (LookupError, ValueError):
        return None
    # A declaration read in ASCII cannot be in UTF-16, and UTF-8 has failed by now.
    return None if known.startswith("utf") else _BROWSER.get(known, known)


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:_HEAD])
    return found.group(1).decode("ascii") if found else None


def to_text(data: bytes, charset: str | None = None) -> str:
    """Bytes as they were meant, nothing repaired and nothing left out; never fails."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if wide := _utf16_without_mark(data):
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if _nearly_utf8(data):
            return data.decode("utf-8", "communiques.cp1252")
    for name in (charset, _declared(data)):
        if codec := _codec(name):
            try:
                return str(codecs.decode(data, codec))
            except (UnicodeError, TypeError, ValueError, AssertionError):
                continue
    return data.decode("cp1252", "communiques.cp1252")


def _repair_line(line: str) -> str:
    if not (_MOJIBAKE.search(line) and is_bad(line)):
        return line
    repaired = ftfy.fix_encoding(line)
    return line if "\ufffd" in repaired else repaired


def repair(text: str) -> str:
    """Undo mojibake baked into a text ("rÃ©union"), line by line.

    A line without a telltale pair of characters, and one that ftfy does not find bad, stays as it is.
    """
    if not _MOJIBAKE.search(text):
        return text
    return "".join(_repair_line(line) for line in text.splitlines(keepends=True))


def visible(text: str) -> str:
    """The text without NUL, other control characters, soft hyphens, zero-width and direction marks."""
    return _INVISIBLE.sub("", text)


def decode(data: bytes, charset: str | None = None) -> str:
    """Text of a page or text file; never fails.

    Args:
        data: the bytes as stored.
        charset: what the HTTP headers declared, if they are known.
    """
    return visible(repair(to_text(data, charset)))
