"""The invariants of a parse on composed lines, damaged lines and random text."""

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus.fold import fold_text
from annotator.corpus.model import Clip, Commentary, Parse, Quotation
from annotator.corpus.parse import parse
from annotator.corpus.source import clean_text, read_source
from annotator.corpus.unit_ids import unit_id

SENTENCES = [
    "海峡の通航をめぐる協議が始まり、船会社は「返事を待っている」と話しています。",
    "議長は「約束は文書で残すべきだ。口約束では足りない」と述べました。",
    "港の倉庫には3万トンの麦が残っているということです。",
]
QUOTED = ["返事を待っている", "約束は文書で残すべきだ", "約束は文書に残すべきだ", "麦が残っている", "短い"]
DATES = ["2022年1月31日", "November 7, 2023", "令和4年12月1日", ""]
SIGNS = "「」『』()（）・#＃=＝—@、。【】▽1a海アミ:/ \n\r\t\u3000\u2028🇺🇦🗨\ufe0fe\u0301か\u3099ｶﾞ"
SIGNS += "\ud800\udc00\x00\x1b\x85\u202e\ufeff"

noise = st.text(st.sampled_from(SIGNS), max_size=12)
words = st.one_of(
    st.sampled_from(["海峡", "KT", "ハイゼ外相", "ミロ・ダグナー", "2日目(夕方)", "J_Sato", ""]), noise
)
quotation = st.builds(
    lambda speaker, text, inner: f"{speaker}「{text}{inner}」",
    words,
    st.one_of(st.sampled_from(QUOTED), noise),
    st.one_of(st.just(""), st.builds("{}『{}』".format, words, st.sampled_from(QUOTED))),
)
commentary = st.builds(
    "{}{}{}({})".format,
    st.sampled_from("#＃"),
    words,
    st.sampled_from(["", "=海図", "＝海図"]),
    st.lists(st.one_of(words, quotation, quotation), max_size=4).map("・".join),
)
handles = st.sampled_from(["kaze", "a b", ""])
attribution = st.builds("— {} (@{}) {}".format, words, handles, st.sampled_from(DATES))
links = st.sampled_from(["https://t.co/Ab1", " https://t.co/Ab1 #k", ""])
headline = st.builds("{}{}{}".format, words, st.sampled_from([" #kaze", "", " "]), links)
tag_line = st.lists(st.sampled_from(["#灯台", "#Linden", "＃海", "# ", "#"]), max_size=3).map("".join)
other = st.sampled_from(
    [
        "https://k0417.hatenadiary.com",
        "k0417.hatenadiary.jp",
        "pic.twitter.com/X1",
        "▽値は1箱、",
        "【夜の海】",
        "原題:Sea",
        "  ",
        "",
    ]
)
line = st.one_of(commentary, attribution, headline, tag_line, other, noise, st.sampled_from(SENTENCES), words)
card = st.builds("{} {} {}".format, headline, attribution, st.sampled_from(SENTENCES))
posts = st.lists(st.one_of(line, line, line, card), max_size=14).map("\n".join)


@st.composite
def near(draw: st.DrawFn) -> str:
    """A piece of the sentences, with up to three characters lost, added or changed."""
    sentence = draw(st.sampled_from(SENTENCES))
    start = draw(st.integers(0, len(sentence) - 6))
    text = sentence[start : draw(st.integers(start + 5, len(sentence)))]
    for at in draw(st.lists(st.integers(0, 40), max_size=3)):
        new = draw(st.sampled_from(["", "を", " ", "、", "e\u0301", "㌔"]))
        text = text[:at] + new + text[at + draw(st.integers(0, 1)) :]
    return text


@st.composite
def commented(draw: st.DrawFn) -> str:
    """Clips with all the sentences, some of them twice or altered, and lines that quote pieces of them."""
    lines: list[str] = []
    for number in range(draw(st.integers(1, 2))):
        lines += [f"海の話{number} https://t.co/A{number}", "— 風 (@kaze) 2022年1月31日"]
        lines += draw(st.lists(st.one_of(st.sampled_from(SENTENCES), near()), min_size=1, max_size=4))
        quotes = draw(st.lists(near(), min_size=1, max_size=3))
        outer = [
            f"{draw(words)}「{text}」" if draw(st.booleans()) else f"KT「議長『{text}』」" for text in quotes
        ]
        lines.append(f"#海({draw(st.sampled_from(['・', '']))}{'・'.join(outer)})")
    return "\n".join(lines)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A post that lost some of its characters."""
    text = draw(st.one_of(posts, commented()))
    lost = draw(st.sets(st.integers(0, max(0, len(text) - 1)), max_size=6))
    return "".join(c for at, c in enumerate(text) if at not in lost)


documents = st.one_of(commented(), posts, damaged(), commented(), noise).map(lambda text: clean_text(text)[0])


def all_quotations(document: Parse) -> list[tuple[Commentary, Quotation]]:
    return [(line, each) for line in document.commentary for each in line.quotations]


def clip_named(document: Parse, name: str | None) -> Clip:
    return next(clip for clip in document.clips if clip.id == name)


@given(st.one_of(st.binary(max_size=80), posts.map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_no_bytes_raise(raw: bytes) -> None:
    source = read_source(raw)
    assert parse(source.text).text == source.text


@given(documents)
def test_blocks_partition_the_text(text: str) -> None:
    blocks = parse(text).blocks
    assert "".join(text[block.start : block.end] for block in blocks) == text
    assert [block.start for block in blocks] == [0, *(block.end for block in blocks)][: len(blocks)]
    assert all(block.start < block.end for block in blocks)


@given(documents)
def test_blocks_are_lines_or_parts_of_one(text: str) -> None:
    assert all("\n" not in text[block.start : block.end - 1] for block in parse(text).blocks)


@given(documents)
def test_repeats_name_an_earlier_block_with_the_same_text(text: str) -> None:
    blocks = parse(text).blocks
    texts = {block.start: text[block.start : block.end].rstrip("\n") for block in blocks}
    for block in blocks:
        if block.repeat_of is not None:
            assert block.repeat_of < block.start
            assert texts[block.repeat_of] == texts[block.start] != ""


@given(documents)
def test_clips_are_in_order_and_do_not_overlap(text: str) -> None:
    spans = [clip.span for clip in parse(text).clips]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@given(documents)
def test_headline_and_body_are_the_text_of_their_spans(text: str) -> None:
    for clip in parse(text).clips:
        lines = [clip.headline_span] if clip.headline_span else []
        assert all(clip.span.contains(span) for span in (*lines, *clip.body_spans))
        assert clip.headline == (clip.headline_span.of(text) if clip.headline_span else None)
        assert clip.body == "\n".join(span.of(text) for span in clip.body_spans)


@given(documents)
def test_commentary_is_a_whole_line(text: str) -> None:
    for each in parse(text).commentary:
        assert each.span.of(text) == text.split("\n")[each.line - 1]


@given(documents)
def test_segments_are_the_text_of_their_spans_in_order(text: str) -> None:
    for line in parse(text).commentary:
        assert all(text[each.start : each.end] == each.text for each in line.segments)
        bounds = [
            line.span.start,
            *(at for each in line.segments for at in (each.start, each.end)),
            line.span.end,
        ]
        assert bounds == sorted(bounds)


@given(documents)
def test_quotations_are_the_text_of_their_spans_in_their_line(text: str) -> None:
    for line, each in all_quotations(parse(text)):
        assert text[each.start : each.end] == each.text
        assert line.span.start < each.start <= each.end <= line.span.end


@given(documents)
def test_nested_quotations_lie_in_their_parents(text: str) -> None:
    found = all_quotations(parse(text))
    named = {each.id: each for _, each in found}
    for _, each in found:
        assert (each.depth == 0) == (each.parent is None)
        if each.parent:
            outer = named[each.parent]
            assert outer.depth == each.depth - 1
            assert outer.start <= each.start <= each.end <= outer.end


@given(documents)
def test_quotations_of_one_depth_do_not_overlap(text: str) -> None:
    for line in parse(text).commentary:
        for depth in (0, 1):
            same = [each for each in line.quotations if each.depth == depth]
            assert all(one.end <= other.start for one, other in pairwise(same))


@given(documents)
def test_ids_are_unique(text: str) -> None:
    document = parse(text)
    names = [each.id for each in document.clips]
    names += [each.id for each in document.commentary]
    names += [each.id for _, each in all_quotations(document)]
    assert len(set(names)) == len(names)


@given(documents)
def test_ids_number_equal_units(text: str) -> None:
    document = parse(text)
    seen: Counter[str] = Counter()
    for _, each in all_quotations(document):
        assert each.id == unit_id(document.key, "quotation", each.text, seen[each.text])
        seen[each.text] += 1


@given(documents)
def test_document_tags_are_unique_and_from_tag_lines(text: str) -> None:
    document = parse(text)
    assert len(set(document.document_tags)) == len(document.document_tags)
    lines = "\n".join(text[each.start : each.end] for each in document.blocks if each.kind == "document_tags")
    assert all(f"#{tag}" in lines.replace("＃", "#") for tag in document.document_tags)


@given(documents)
def test_clips_and_commentary_name_each_other(text: str) -> None:
    document = parse(text)
    under = {line.id: line.clip for line in document.commentary if line.clip}
    assert under == {name: clip.id for clip in document.clips for name in clip.commentary}


@given(documents)
def test_commentary_belongs_to_the_nearest_clip_above(text: str) -> None:
    document = parse(text)
    for line in document.commentary:
        above = [clip.id for clip in document.clips if clip.span.start < line.span.start]
        assert line.clip == (above[-1] if above else None)


@given(documents)
def test_evidence_is_as_its_status_says(text: str) -> None:
    document = parse(text)
    for _, each in all_quotations(document):
        found = each.evidence
        assert found
        located = found.status in ("verbatim", "recast", "altered")
        assert (found.status == "no_clip") == (not document.clips)
        assert located == (found.clip is not None) == (found.start is not None) == (found.end is not None)
        assert located == (found.framing is not None) == (found.score is not None)
        assert (found.status == "altered") == (found.diff is not None)


@given(documents)
def test_evidence_lies_in_a_line_of_its_clip(text: str) -> None:
    document = parse(text)
    for _, each in all_quotations(document):
        found = each.evidence
        if found and found.start is not None and found.end is not None:
            clip = clip_named(document, found.clip)
            lines = [clip.headline_span] if clip.headline_span else []
            assert any(
                span.start <= found.start < found.end <= span.end for span in (*lines, *clip.body_spans)
            )


@given(documents)
def test_equal_evidence_is_equal_when_folded(text: str) -> None:
    for _, each in all_quotations(parse(text)):
        found = each.evidence
        if found and found.status in ("verbatim", "recast"):
            assert fold_text(text[found.start : found.end]) == fold_text(each.text)
            assert (found.method == "exact") == (text[found.start : found.end] == each.text)


@given(documents)
def test_differences_rebuild_both_sides(text: str) -> None:
    for _, each in all_quotations(parse(text)):
        found = each.evidence
        if found and found.diff:
            clip = "".join(part[1] for part in found.diff if part[0] != "insert")
            quoted = "".join(part[-1] for part in found.diff if part[0] != "delete")
            assert fold_text(clip) == fold_text(text[found.start : found.end])
            assert fold_text(quoted) == fold_text(each.text)


@given(documents)
def test_altered_quotations_reach_the_threshold_and_the_length(text: str) -> None:
    for _, each in all_quotations(parse(text)):
        if each.evidence and each.evidence.status == "altered":
            assert each.evidence.score is not None
            assert 0.8 <= each.evidence.score < 1
            assert len(fold_text(each.text)) >= 8


@given(documents)
def test_diagnostics_are_within_the_text(text: str) -> None:
    lines = text.split("\n")
    for diagnostic in parse(text).diagnostics:
        assert 1 <= diagnostic.line <= len(lines)
        assert 1 <= diagnostic.column <= len(lines[diagnostic.line - 1]) + 1


@given(documents)
def test_evidence_does_not_change_the_rest_of_the_parse(text: str) -> None:
    with_it, without = parse(text), parse(text, evidence=False)
    assert (with_it.blocks, with_it.clips, with_it.diagnostics) == (
        without.blocks,
        without.clips,
        without.diagnostics,
    )
    assert all(each.evidence is None for _, each in all_quotations(without))


@given(documents)
def test_key_changes_names_only(text: str) -> None:
    one, other = parse(text), parse(text, key="another")
    assert one.blocks == other.blocks
    assert [clip.span for clip in one.clips] == [clip.span for clip in other.clips]
    assert {clip.id for clip in one.clips}.isdisjoint(clip.id for clip in other.clips)


def test_altered_quotations_are_met_at_all() -> None:
    text = f"海の話 https://t.co/A1\n— 風 (@kaze) 2022年1月31日\n{SENTENCES[1]}\n#海(議長「{QUOTED[2]}」)"
    ((_, quoted),) = all_quotations(parse(text))
    assert quoted.evidence
    assert quoted.evidence.diff == (("equal", "約束は文書"), ("replace", "で", "に"), ("equal", "残すべきだ"))


def test_empty_text() -> None:
    document = parse("")
    assert (document.blocks, document.clips, document.commentary) == ((), (), ())
