"""Which stretches of an article stand in quotation marks, also where one of the two marks is lost.

A mark that was never closed reaches to the verb of saying or to the line's end; one that was never opened begins
behind the first one with a title, or else the first one, of whom something is said. No stretch leaves its line,
and none overlaps another.
"""

import re

from annotator.corpus.speakers.person_titles import TITLE

# Pairs first; then a mark without its closing one and a closing one without its mark, told by a group. Every
# alternative begins with a character of its own, which lets a search skip to the next of them.
_MARKS = re.compile(
    '「[^「」\n]*」|『[^『』\n]*』|“[^“”\n]*”|"[^"\n]*"|「(?P<unclosed>[^「」\n]*)|」(?P<unopened>)'
)
_SAYING = re.compile("と(?:述べ|語|話|訴え|説明|主張|強調|指摘|批判|反論|発言|表明|警告|呼びかけ|し[てま、])")
_SUBJECT = re.compile(f"(?:{TITLE.pattern})[はがも]")
# Where what somebody says in words of no marks ends and the next one may speak: と訴えていて、
_SAID_BEFORE = re.compile(f"{_SAYING.pattern}[ぁ-ん]{{0,8}}(?:、|(?<=、))")
_TOPIC = re.compile("(?<=[^ぁ-ん\n])は")


def quoted_stretches(text: str) -> list[tuple[int, int]]:
    """Return where the quoted stretches of `text` begin and end, marks included, in text order."""
    stretches: list[tuple[int, int]] = []
    behind = 0
    for mark in _MARKS.finditer(text):
        start, end = mark.span()
        if mark.lastgroup == "unclosed":
            said = _SAYING.search(text, start, end)
            end = said.start() if said else end
        elif mark.lastgroup == "unopened":
            line = max(behind, text.rfind("\n", behind, start) + 1)
            subject = _subject(text, line, start)
            start = subject.end() if subject else end
        if start < end:
            stretches.append((start, end))
        behind = mark.end()
    return stretches


def _subject(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return of whom something is said in a stretch that ends in their words; who spoke before is passed by."""
    behind = start
    for said in _SAID_BEFORE.finditer(text, start, end):
        behind = said.end()
    titled = _SUBJECT.search(text, behind, end) if behind > start else None
    return titled or _SUBJECT.search(text, start, end) or _TOPIC.search(text, start, end)
