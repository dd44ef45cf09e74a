"""Reads the gold set: annotations of documents by a careful reader.

One TOML file per document. A file has no positions: it quotes the beginning and the end of a text, with `~` for the
text between them, and this module finds the position. The module does not use the parser.

    document_tags = ["A", "B"]
    notes = '''commentary lines that are under no clip'''
    [[clip]]
    at = 1                        # the number of its first line
    headline = "beginning~end"    # left out where the clip has none
    by = "publisher (@handle) 2023-11-07"
    link = "https://t.co/..."
    tags = ["nhk_news"]
    body = "3-7,9"                # numbers of its lines; blank ones are ignored
    body_from = "text"            # of a card line: its body is from this text to the end of the line
    notes = '''
    8 #tag=alias (topic | speaker「text~end」v「text」a@3 | other「?『text』x」x)
    '''

A line of `notes` is one commentary line: its number, its tags and its body. In the body `|` is a middle dot between
segments. After each closing quotation mark comes the evidence: `v` verbatim, `r` recast, `a` altered, `x` absent,
`n` no clip, or `-` where the bracket is no quotation. `@3` is the first line of the clip that has the text, where it
is another clip than the one above. The speaker is the text between the previous sign and the bracket; `/` moves its
start, `\\` its end, `?` means no speaker, and `+` the same speaker as before. A bracket that the text lacks is written
`‹` `›` (quotation) or `⟨` `⟩` (body). Text after the body follows ` ; `.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

STATUS = {"v": "verbatim", "r": "recast", "a": "altered", "x": "absent", "n": "no_clip"}
_BY = re.compile(r"(?P<publisher>.*?)(?: \(@(?P<handle>\w+)\))?(?: (?P<date>\d{4}(?:-\d\d){0,2}))?")
_NOTE = re.compile(r"(\d+) ((?:#[^#\s]+)+) ([(⟨])(.*?)([)⟩])(?: ; (.*))?")
_TOKEN = re.compile(
    r"\s*(?P<dot>\|)\s*|(?P<skip>~)|(?P<open>[「『‹])|(?P<close>[」』›])(?P<mark>[vraxn-])(?:@(?P<line>\d+))?\s*"
    r"|(?P<begin>/)|(?P<stop>\\)|(?P<nobody>\?)|(?P<same>\+)|(?P<words>(?:(?!\s*\|)[^~「『‹」』›/\\?+])+)"
)


class GoldError(ValueError):
    """A gold file does not match its document."""


class GoldQuotation(NamedTuple):
    """A quotation; `clip` is the first line of the clip that has its text."""

    start: int
    end: int
    depth: int
    speaker: str | None
    status: str
    clip: int | None


class GoldNote(NamedTuple):
    """A commentary line; `clip` is the first line of its clip."""

    line: int
    clip: int | None
    tags: tuple[tuple[str, str | None], ...]
    body: tuple[int, int]
    segments: tuple[tuple[int, int], ...]
    quotations: tuple[GoldQuotation, ...]


class GoldClip(NamedTuple):
    """A clip; `start` is the position of its first character and `at` its first line."""

    at: int
    start: int
    headline: str | None
    publisher: str | None
    handle: str | None
    date: str | None
    link: str | None
    tags: tuple[str, ...]
    body: tuple[tuple[int, int], ...]


class Gold(NamedTuple):
    """The annotations of a document."""

    clips: tuple[GoldClip, ...]
    notes: tuple[GoldNote, ...]
    document_tags: tuple[str, ...]


def read_gold(file: Path, text: str) -> Gold:
    """Read the gold `file` of a document's stored `text`; raises GoldError where they do not match."""
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    lines = _line_spans(text)
    try:
        notes = [_note(note, None, text, lines) for note in _notes(table)]
        clips = []
        for each in table.get("clip", []):
            clips.append(_clip(each, text, lines))
            notes += [_note(note, each["at"], text, lines) for note in _notes(each)]
    except GoldError as error:
        raise GoldError(f"{file.name}: {error}") from None
    return Gold(tuple(clips), tuple(notes), tuple(table.get("document_tags", [])))


def _line_spans(text: str) -> list[tuple[int, int]]:
    """Return the start and end of each line; the first line has index 1, and index 0 is empty."""
    spans, start = [(0, 0)], 0
    for line in text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def _notes(table: dict[str, Any]) -> list[str]:
    return [line.strip() for line in table.get("notes", "").splitlines() if line.strip()]


def _clip(table: dict[str, Any], text: str, lines: list[tuple[int, int]]) -> GoldClip:
    start, end = lines[table["at"]]
    by = _BY.fullmatch(table.get("by", ""))
    if not by:
        raise GoldError(f"line {table['at']}: `by` is not `publisher (@handle) date`")
    headline = None
    if "headline" in table:
        walk = _Walk(text, start, end)
        head, _, tail = table["headline"].partition("~")
        walk.find(head)
        if tail:
            walk.skip = True
            walk.find(tail)
        headline = text[start : walk.at].strip()
    body = tuple(lines[line] for line in _numbers(table.get("body", "")) if text[slice(*lines[line])].strip())
    if "body_from" in table:
        body = ((text.index(table["body_from"], start, end), end),)
    return GoldClip(
        at=table["at"],
        start=start,
        headline=headline,
        publisher=by["publisher"] or None,
        handle=by["handle"],
        date=by["date"],
        link=table.get("link"),
        tags=tuple(table.get("tags", [])),
        body=body,
    )


def _numbers(ranges: str) -> Iterator[int]:
    for part in filter(None, ranges.split(",")):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


class _Walk:
    """Finds texts one directly after the other; after `skip` there may be other text before the next one."""

    def __init__(self, text: str, at: int, end: int) -> None:
        self._text = text
        self.at = at
        self.end = end
        self.skip = False

    def find(self, words: str) -> int:
        """Move to the end of the next `words` and return their start."""
        found = self._text.find(words, self.at, self.end) if self.skip else self.at
        if found < 0 or not self._text.startswith(words, found) or found + len(words) > self.end:
            raise GoldError(f"`{words}` does not follow at `{self._text[self.at : self.at + 12]}`")
        self.skip = False
        self.at = found + len(words)
        return found


def _note(note: str, clip: int | None, text: str, lines: list[tuple[int, int]]) -> GoldNote:
    read = _NOTE.fullmatch(note)
    if not read:
        raise GoldError(f"`{note[:20]}` is no line of notes")
    number = int(read[1])
    start, end = lines[number]
    at = start + len(text[start:end]) - len(text[start:end].lstrip())
    tags = _fold(read[2])
    if _fold(text[at : at + len(tags)]) != tags:
        raise GoldError(f"line {number} does not begin with `{tags}`")
    # The names are taken from the document; only the signs between them are folded.
    written = re.split("[#＃]", text[at : at + len(tags)].replace("＝", "="))[1:]
    at += len(tags)
    if read[3] == "(":
        at += 1
    stop = start + len(text[start:end].rstrip()) - len(read[6] or "") - (read[5] == ")")
    if (read[3] == "(" and text[at - 1] not in "(（") or (read[5] == ")" and text[stop] not in ")）"):
        raise GoldError(f"line {number} has lost a bracket that its notes name")
    try:
        segments, quotations = _Body(text, at, stop, clip).read(read[4])
    except GoldError as error:
        raise GoldError(f"line {number}: {error}") from None
    names = tuple((name, alias or None) for name, _, alias in (tag.partition("=") for tag in written))
    return GoldNote(number, clip, names, (at, stop), segments, quotations)


def _fold(words: str) -> str:
    return unicodedata.normalize("NFKC", words)


class _Body:
    """Reads the body of a note and the text of the document in parallel."""

    def __init__(self, text: str, start: int, end: int, clip: int | None) -> None:
        self._text = text
        self._clip = clip
        self._start = start
        self._walk = _Walk(text, start, end)
        self._own = start  # the start of the text before the next quotation
        self._stop: int | None = None  # its end, if that is not the bracket
        self._open: list[tuple[int, str | None]] = []
        self._speakers: dict[int, str | None] = {}
        self._sign = ""
        self._found: list[GoldQuotation] = []

    def read(self, notation: str) -> tuple[tuple[tuple[int, int], ...], tuple[GoldQuotation, ...]]:
        """Return the segments and the quotations in text order."""
        segments = []
        begin = self._start
        at = 0
        while at < len(notation):
            token = _TOKEN.match(notation, at)
            if not token:
                raise GoldError(f"`{notation[at : at + 12]}` cannot be read")
            at = token.end()
            if token["dot"]:
                dot = self._walk.find("・")
                segments.append((begin, dot))
                begin = self._own = dot + 1
                self._speakers.clear()
            elif token["words"]:
                # Text that ends a quotation is found together with the bracket: it may also occur earlier.
                closing = notation[at : at + 1] if notation[at : at + 1] in ("」", "』") else ""
                self._walk.find(token["words"] + closing)
                self._walk.at -= len(closing)
            else:
                self._take(token)
        if self._walk.skip:
            self._walk.at = self._walk.end
        if self._open or self._walk.at != self._walk.end:
            raise GoldError(f"the notes end before `{self._text[self._walk.at : self._walk.end][:12]}`")
        segments.append((begin, self._walk.end))
        return tuple(segments), tuple(sorted(self._found))

    def _take(self, token: re.Match[str]) -> None:
        if token["skip"]:
            self._walk.skip = True
        elif token["begin"]:
            self._own = self._walk.at
        elif token["stop"]:
            self._stop = self._walk.at
        elif token["open"]:
            self._opening(token["open"])
        elif token["close"]:
            self._closing(token["close"], token["mark"], token["line"])
        else:
            self._sign = token.group()

    def _opening(self, sign: str) -> None:
        start = self._walk.at if sign == "‹" else self._walk.find(sign)
        own = self._text[self._own : start if self._stop is None else self._stop].strip()
        self._stop = None
        depth = len(self._open)
        if self._sign == "?":
            speaker = None
        elif self._sign == "+" or not own:
            speaker = self._speakers.get(depth)
        else:
            speaker = own
        self._sign = ""
        self._open.append((self._walk.at, speaker))
        self._own = self._walk.at
        self._speakers.pop(depth + 1, None)

    def _closing(self, sign: str, mark: str, line: str | None) -> None:
        if sign == "›":
            end = self._walk.at = self._walk.end if self._walk.skip else self._walk.at
            self._walk.skip = False
        else:
            end = self._walk.find(sign)
        start, speaker = self._open.pop()
        self._own = self._walk.at
        if mark == "-":
            return
        self._speakers[len(self._open)] = speaker
        holds = (int(line) if line else self._clip) if mark in "vra" else None
        self._found.append(GoldQuotation(start, end, len(self._open), speaker, STATUS[mark], holds))
