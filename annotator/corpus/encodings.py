"""Which encoding bytes are in, where no mark and nobody says so.

Valid UTF-8 is always read as UTF-8, and so is UTF-8 with damage in it; only then are the encodings of Japanese
tried. The answer is always the name of a codec that can decode text.
"""

import codecs
import re

FALLBACK = "utf-8"

# What switches ISO-2022-JP from ASCII to Japanese.
_ESCAPES = re.compile(rb"\x1b\$(?:[@B]|\([DOPQ])|\x1b\([IJ]")
_ESCAPED = ("iso2022_jp", "iso2022_jp_ext", "iso2022_jp_2004")
# The last one reads what vendors added to EUC-JP, and nearly everything else.
_JAPANESE = ["utf-16-le", "utf-16-be", "cp932", "euc_jp", "euc_jis_2004"]
_NARROW = ["cp932", "euc_jp"]
# What texts are made of, half-width kana left out: bytes of EUC-JP look like them.
_EXPECTED = re.compile(
    "[\t\n\r\x20-\x7e\u0370-\u04ff\u2010-\u2027\u2100-\u27ff\u3000-\u30ff\u3200-\u33ff\u4e00-\u9fff\uff01-\uff5e]"
)
_EXPECTED_SHARE = 0.9
_KANA = re.compile("[\u3041-\u30ff]")
_WIDE_TELLING = re.compile("[\t\n\r\x20-\x7e\u0370-\u04ff\u3041-\u30ff]")
# Names on pages that no codec goes by.
_ALIASES = {"x-sjis": "cp932", "x-euc-jp": "euc_jp", "x-windows-31j": "cp932"}
# What others are called by than the codec that reads all that they mean.
_WIDER = {"shift_jis": "cp932", "ms_kanji": "cp932", "ascii": "utf-8"}
# So much of the bytes tells enough.
_SAMPLE = 1 << 18
# Of fewer bytes beyond ASCII nobody can tell which of all encodings they are in.
_ENOUGH = 8
# Bytes that no text holds, save for damage: controls other than white space and escape.
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\x0b\x0c\r\x1b")
_FEW_CONTROLS = 8
_CONTROL_SHARE = 0.03
# Colours on a terminal are written with one escape before every few letters, and no more.
_ESCAPE_SHARE = 0.25


def guess_encoding(raw: bytes) -> str:
    """Return the name of the codec to decode `raw` by; UTF-8 where nothing speaks for another."""
    if _ESCAPES.search(raw) and raw.isascii():
        return next((name for name in _ESCAPED if _decodes(raw, name)), _ESCAPED[0])
    controls = len(raw) - len(raw.translate(None, _CONTROLS))
    if not controls and _decodes(raw, FALLBACK):
        return FALLBACK
    sample = raw[:_SAMPLE]
    found = next((name for name in _JAPANESE if _reads_well(sample, name)), None)
    if found:
        return found
    if _is_damaged_utf8(raw):
        return FALLBACK
    found = next((name for name in _NARROW if _reads_well(sample, name, telling=False)), None)
    found = found or _detected(sample, _JAPANESE)
    if found is None and len(sample) - len(_ascii(sample)) >= _ENOUGH:
        found = _detected(sample, None)
    return found or _least_damaged(sample)


def codec_name(label: str) -> str | None:
    """Return the codec for a name that a document gives its encoding; None where there is none for text."""
    try:
        name = codecs.lookup(_ALIASES.get(label.strip().lower(), label.strip())).name
        b"a".decode(name)
    except (LookupError, UnicodeError, ValueError):
        return None
    return _WIDER.get(name, name)


def looks_binary(raw: bytes, encoding: str) -> bool:
    """Tell whether bytes that seem to be in `encoding` hold too many controls to be a text."""
    if encoding.startswith(("utf-16", "utf_16", "utf-32", "utf_32", "iso2022")):
        return False
    sample = raw[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    escapes = sample.count(b"\x1b")
    return (controls >= _FEW_CONTROLS and controls > _CONTROL_SHARE * len(sample)) or (
        escapes >= _FEW_CONTROLS and escapes > _ESCAPE_SHARE * len(sample)
    )


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _reads_well(sample: bytes, encoding: str, *, telling: bool = True) -> bool:
    """Tell whether bytes decode to little but what texts are made of; `telling` asks for kana among it.

    Kana is what tells the encodings of Japanese apart best, since it stands at places of their own; in UTF-16
    plain letters do so too.
    """
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError as error:
        # The sample's end may cut a character in two.
        if len(sample) < _SAMPLE or error.start < _SAMPLE - 4:
            return False
        text = sample[: error.start].decode(encoding)
    expected = len(_EXPECTED.findall(text))
    if not expected or expected < _EXPECTED_SHARE * len(text):
        return False
    signs = _WIDE_TELLING if encoding.startswith("utf") else _KANA
    return not telling or 20 * len(signs.findall(text)) >= expected


def _is_damaged_utf8(raw: bytes) -> bool:
    """Tell whether at least half of what is not ASCII is whole UTF-8: in Japanese of other encodings less is."""
    whole = raw.decode(FALLBACK, "ignore")
    bad = raw.decode(FALLBACK, "replace").count("\ufffd") - whole.count("\ufffd")
    return len(whole) - len(whole.encode("ascii", "ignore")) >= bad


def _ascii(raw: bytes) -> bytes:
    return raw.translate(None, bytes(range(0x80, 0x100)))


def _detected(sample: bytes, encodings: list[str] | None) -> str | None:
    # The detector takes 20 ms to import, and most texts are UTF-8.
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=encodings, enable_fallback=False).best()
    return codec_name(best.encoding) if best else None


def _least_damaged(sample: bytes) -> str:
    """Return the encoding with the fewest characters that do not decode; of equals UTF-8, then the commoner."""
    names = (FALLBACK, "cp932", "euc_jp")
    return min(names, key=lambda name: sample.decode(name, "replace").count("\ufffd"))
