"""Detects the encoding of bytes that have no byte order mark and no declared encoding.

Valid UTF-8 is UTF-8, and so is damaged UTF-8; only then are the encodings of Japanese tried. The result is always the
name of a codec for text.
"""

import codecs
import re

FALLBACK = "utf-8"

# The escape sequences that switch ISO-2022-JP from ASCII to Japanese.
_ESCAPES = re.compile(rb"\x1b\$(?:[@B]|\([DOPQ])|\x1b\([IJ]")
_ESCAPED = ("iso2022_jp", "iso2022_jp_ext", "iso2022_jp_2004")
# In order of trial: the last one decodes vendors' additions to EUC-JP, and nearly everything else.
_JAPANESE = ["utf-16-le", "utf-16-be", "cp932", "euc_jp", "euc_jis_2004"]
_SINGLE_OR_DOUBLE_BYTE = ["cp932", "euc_jp"]
# The characters of ordinary text, without half-width kana: bytes of EUC-JP look like them.
_EXPECTED = re.compile(
    "[\t\n\r\x20-\x7e\u0370-\u04ff\u2010-\u2027\u2100-\u27ff\u3000-\u30ff\u3200-\u33ff\u4e00-\u9fff\uff01-\uff5e]"
)
_EXPECTED_SHARE = 0.9
_KANA = re.compile("[\u3041-\u30ff]")
_UTF16_EVIDENCE = re.compile("[\t\n\r\x20-\x7e\u0370-\u04ff\u3041-\u30ff]")
# Encoding labels of web pages that are no codec names.
_ALIASES = {"x-sjis": "cp932", "x-euc-jp": "euc_jp", "x-windows-31j": "cp932"}
# Codecs with a superset that decodes everything that is meant by their names.
_SUPERSETS = {"shift_jis": "cp932", "ms_kanji": "cp932", "ascii": "utf-8"}
# The number of bytes that are examined.
_SAMPLE = 1 << 18
# The least number of bytes beyond ASCII for a detection among all encodings.
_MIN_EVIDENCE = 8
# Bytes that no undamaged text has: control characters other than white space and escape.
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\x0b\x0c\r\x1b")
_MIN_CONTROLS = 8
_CONTROL_SHARE = 0.03
# Text with terminal colours has one escape before every few letters at most.
_ESCAPE_SHARE = 0.25


def detect_encoding(raw: bytes) -> str:
    """Return the name of the codec for `raw`; UTF-8 where nothing is evidence for another."""
    if _ESCAPES.search(raw) and raw.isascii():
        return next((name for name in _ESCAPED if _decodes(raw, name)), _ESCAPED[0])
    controls = len(raw) - len(raw.translate(None, _CONTROLS))
    if not controls and _decodes(raw, FALLBACK):
        return FALLBACK
    sample = raw[:_SAMPLE]
    found = next((name for name in _JAPANESE if _is_plausible(sample, name)), None)
    if found:
        return found
    if _is_damaged_utf8(raw):
        return FALLBACK
    found = next(
        (name for name in _SINGLE_OR_DOUBLE_BYTE if _is_plausible(sample, name, need_kana=False)), None
    )
    found = found or _detected(sample, _JAPANESE)
    if found is None and len(sample) - len(_ascii(sample)) >= _MIN_EVIDENCE:
        found = _detected(sample, None)
    return found or _least_damaged(sample)


def codec_for_label(label: str) -> str | None:
    """Return the codec for an encoding label of a document; None where there is none for text."""
    try:
        name = codecs.lookup(_ALIASES.get(label.strip().lower(), label.strip())).name
        b"a".decode(name)
    except (LookupError, UnicodeError, ValueError):
        return None
    return _SUPERSETS.get(name, name)


def looks_binary(raw: bytes, encoding: str) -> bool:
    """Tell whether bytes in `encoding` have too many control characters for a text."""
    if encoding.startswith(("utf-16", "utf_16", "utf-32", "utf_32", "iso2022")):
        return False
    sample = raw[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    escapes = sample.count(b"\x1b")
    return (controls >= _MIN_CONTROLS and controls > _CONTROL_SHARE * len(sample)) or (
        escapes >= _MIN_CONTROLS and escapes > _ESCAPE_SHARE * len(sample)
    )


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_plausible(sample: bytes, encoding: str, *, need_kana: bool = True) -> bool:
    """Tell whether bytes decode to ordinary text; with `need_kana` kana must be in it.

    Kana distinguishes the encodings of Japanese best, since its bytes differ in all of them; in UTF-16 so do those of
    plain letters.
    """
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError as error:
        # The end of the sample may cut a character in two.
        if len(sample) < _SAMPLE or error.start < _SAMPLE - 4:
            return False
        text = sample[: error.start].decode(encoding)
    expected = len(_EXPECTED.findall(text))
    if not expected or expected < _EXPECTED_SHARE * len(text):
        return False
    evidence = _UTF16_EVIDENCE if encoding.startswith("utf") else _KANA
    return not need_kana or 20 * len(evidence.findall(text)) >= expected


def _is_damaged_utf8(raw: bytes) -> bool:
    """Tell whether at least half of what is not ASCII is valid UTF-8: less of Japanese in other encodings is."""
    valid = raw.decode(FALLBACK, "ignore")
    bad = raw.decode(FALLBACK, "replace").count("\ufffd") - valid.count("\ufffd")
    return len(valid) - len(valid.encode("ascii", "ignore")) >= bad


def _ascii(raw: bytes) -> bytes:
    return raw.translate(None, bytes(range(0x80, 0x100)))


def _detected(sample: bytes, encodings: list[str] | None) -> str | None:
    # The detector takes 20 ms to import, and most texts are UTF-8.
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=encodings, enable_fallback=False).best()
    return codec_for_label(best.encoding) if best else None


def _least_damaged(sample: bytes) -> str:
    """Return the encoding with the fewest decoding errors; of equals UTF-8, then the more common one."""
    names = (FALLBACK, "cp932", "euc_jp")
    return min(names, key=lambda name: sample.decode(name, "replace").count("\ufffd"))
