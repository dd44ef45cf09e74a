"""W3C Web Annotation: one page of annotations as JSON-LD, each an answer about a span of a document's stored text.

Positions are code points of the stored text, as the standard demands; `text_sha256` says of which text.
"""

from collections.abc import Iterator
from urllib.parse import quote

import orjson

from annotator.formats.records import AnnotationRecord, ExportRecord
from annotator.formats.writers.dataset import Dataset

CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {"text_sha256": {"@id": "urn:x-hashtag-annotator:text_sha256"}},
]


def lines(dataset: Dataset) -> Iterator[bytes]:
    """Yield an annotation page, an annotation per line."""
    yield b'{"@context":' + orjson.dumps(CONTEXT) + b',"type":"AnnotationPage","items":['
    before = b"\n"
    for record in dataset.records:
        dataset.losses["flags, notes and skips"] += len(record.marks)
        for annotation in record.annotations:
            yield before + orjson.dumps(_annotation(record, annotation))
            before = b",\n"
    yield b"\n]}\n"


def _annotation(record: ExportRecord, annotation: AnnotationRecord) -> dict[str, object]:
    codebook = f"urn:x-codebook:{quote(record.codebook.name)}:{quote(annotation.codebook_version)}"
    details = {
        "dimension": annotation.dimension,
        "holder": annotation.holder,
        "target": annotation.target,
        "label": annotation.label,
        "confidence": annotation.confidence,
        "unit": record.id,
        "kind": record.kind,
        "stale": annotation.stale,
    }
    return {
        "id": f"urn:uuid:{_uuid(annotation.event)}",
        "type": "Annotation",
        "motivation": "classifying",
        "created": annotation.at,
        "creator": {
            "id": f"urn:x-annotator:{quote(annotation.annotator, safe='')}",
            "type": "Person",
            "nickname": annotation.annotator,
        },
        "body": [
            {
                "type": "SpecificResource",
                "source": f"{codebook}#{quote(annotation.dimension)}.{quote(annotation.label)}",
                "purpose": "classifying",
            },
            {
                "type": "TextualBody",
                "value": orjson.dumps(details).decode(),
                "format": "application/json",
                "purpose": "describing",
            },
        ],
        "target": {
            "source": f"urn:x-document:{record.document.id}",
            "selector": [
                {
                    "type": "TextPositionSelector",
                    "start": record.document.start,
                    "end": record.document.end,
                },
                {"type": "TextQuoteSelector", "exact": record.text},
            ],
            "text_sha256": record.document.text_sha256,
        },
    }


def _uuid(event: str) -> str:
    """Return an event's id, 32 hexadecimal digits, in the form of a UUID."""
    return "-".join((event[:8], event[8:12], event[12:16], event[16:20], event[20:]))
