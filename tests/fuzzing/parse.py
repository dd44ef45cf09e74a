"""Parses inputs of a coverage-guided fuzzer, and checks the invariants of every parse.

Run it with the extra `fuzz` installed: `python tests/fuzzing/parse.py -runs=1000000 FOLDER`, where FOLDER is for
the inputs that reach new code. An input is the bytes of a file or, where its first byte is odd, a sequence of typical
parts of posts. The run stops at the first input that violates an invariant, and writes that input to a file.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["annotator.corpus"]):
    from annotator.corpus.parse import parse
    from annotator.corpus.source import read_source

_PIECES = (
    *"「」『』（）()・#＃=＝、。…@＠—:： \u3000\n\n\n【】▽",
    "\n#",
    "#港(",
    "#LTO=沿岸条約機構(",
    "・外相「",
    "」・",
    ")\n",
    "\n— 潮見放送 (@shiomi) 2022年1月31日\n",
    "\n— 風 (@kaze) November 7, 2023\n",
    "— 夜便/放送@毎週 (@yoru) 令和4年1月3日",
    " https://t.co/Ab12",
    "https://t.co/Cd34",
    "pic.twitter.com/Ef56",
    "http://d.hatena.ne.jp/k0417/20150102#1420185688",
    "\nk0417.hatenadiary.jp\n",
    "港は静かだ",
    "議長は「約束は文書で残すべきだ」と述べた。",
    "約束は文書に残すべきだ",
    "船は3隻",
    "ｱﾊﾟｰﾄ㈱",
    "アレク・サンドラ",
    "リンデン",
    "🇸🇵👩‍👩‍👧",
    "e\u0301\u0327",
    "\ufeff\u202e\x1b[31m",
    "原題:Linden",
    "１２",
)


def check(data: bytes) -> None:
    """Parse one input; an assertion fails where an invariant is violated."""
    if data[:1] and data[0] % 2:
        text = "".join(_PIECES[byte % len(_PIECES)] for byte in data[1:])
        data = text.encode()
    source = read_source(data)
    parsed = parse(source.text)
    text = parsed.text
    assert "".join(text[block.start : block.end] for block in parsed.blocks) == text
    clips = {clip.id: clip for clip in parsed.clips}
    for clip in parsed.clips:
        assert clip.body == "\n".join(span.of(text) for span in clip.body_spans)
        assert all(clip.span.contains(span) for span in clip.body_spans)
    for line in parsed.commentary:
        assert "\n" not in line.span.of(text)
        assert line.clip is None or clips[line.clip].span.end <= line.span.start
        for segment in line.segments:
            assert text[segment.start : segment.end] == segment.text
        for quotation in line.quotations:
            assert text[quotation.start : quotation.end] == quotation.text != ""
            assert line.span.start <= quotation.start <= quotation.end <= line.span.end
            evidence = quotation.evidence
            assert evidence is not None
            assert (evidence.status == "no_clip") == (not clips)
            assert (evidence.start is None) == (evidence.status in ("absent", "no_clip"))
    ids = [*clips, *(line.id for line in parsed.commentary)]
    ids += [quotation.id for line in parsed.commentary for quotation in line.quotations]
    assert len(set(ids)) == len(ids)


def main() -> None:
    """Run the fuzzer with the given arguments; a single file is checked once."""
    if len(sys.argv) == 2 and Path(sys.argv[1]).is_file():
        check(Path(sys.argv[1]).read_bytes())
        return
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
