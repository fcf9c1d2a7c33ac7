"""Write the golden documents that are missing: `python -m tests.unit.store.write_golden`, after an upgrade step."""

import json
from pathlib import Path

from shared.application.documents import SCHEMA_VERSION, instant_text, to_document
from tests.contract.stores.samples import RECORDS

GOLDEN = Path(__file__).parents[2] / "data" / "documents"


def main() -> None:
    for record in RECORDS:
        document = to_document(record)
        path = GOLDEN / f"{type(record).__name__}.{document[SCHEMA_VERSION]}.json"
        if not path.exists():
            path.write_text(json.dumps(document, default=instant_text, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
