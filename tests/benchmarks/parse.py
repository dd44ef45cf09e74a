"""The parser against one regular expression that only tells lines apart, over the posts under seeds/."""

import gc
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from statistics import median

from lines_reference import classify
from made import arguments, seed_texts
from timing import Timed, in_turn, report, say, say_machine

from annotator.corpus.parse import parse

# What the pattern calls the blocks that it can tell; it calls the others `other`, or `link` where they hold one.
_NAMES = {
    "commentary": "commentary",
    "document_tags": "tag_line",
    "attribution": "attribution",
    "blank": "blank",
}
_DENSEST = "02-harbour-court.txt"


def main() -> None:
    """Measure the processor's time for both, with and without evidence."""
    parser = arguments(__doc__ or "", rounds=5)
    parser.add_argument("--megabytes", metavar="N", type=float, default=20.0, help="[%(default)s]")
    options = parser.parse_args()
    seeds = seed_texts()
    say_machine()
    say(f"lines told apart as the parser does: {_agreement(list(seeds.values())):.1%}")
    for name, texts, targets in (
        ("seeds/", list(seeds.values()), (16.0, 30.0)),
        (_DENSEST, [seeds[_DENSEST]], (30.0, 80.0)),
    ):
        repeated = _repeated(texts, options.megabytes)
        size = sum(len(text.encode()) for text in repeated) / 1e6
        seconds = in_turn(
            _over(repeated, classify),
            _over(repeated, lambda text: parse(text, evidence=False)),
            _over(repeated, parse),
            rounds=options.rounds,
        )
        say(
            f"{name}: {len(repeated)} documents, {size:.1f} MB; reference {size / median(seconds[0]):.0f} MB/s"
        )
        report("  without evidence", seconds[1], seconds[0], targets[0])
        report("  with evidence", seconds[2], seconds[0], targets[1])


def _agreement(texts: Sequence[str]) -> float:
    """Return the part of the lines to which the pattern gives the kind of the first block that begins there."""
    told = right = 0
    for text in texts:
        kinds = {block.start: _NAMES.get(block.kind, "other") for block in parse(text).blocks}
        for kind, start, _ in classify(text):
            told += 1
            right += kinds[start] == ("other" if kind == "link" else kind)
    return right / told


def _repeated(texts: Sequence[str], megabytes: float) -> list[str]:
    once = sum(len(text.encode()) for text in texts) / len(texts)
    return list(islice(cycle(texts), round(megabytes * 1e6 / once)))


def _over(texts: Sequence[str], work: Callable[[str], object]) -> Timed:
    def run() -> float:
        gc.collect()
        start = time.process_time()
        for text in texts:
            work(text)
        return time.process_time() - start

    return run


if __name__ == "__main__":
    main()
