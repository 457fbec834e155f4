"""How fast an archive is built, beside the bare reading of its records by warcio, and how much memory that takes.

    python benchmarks/archive.py [--pages N] [--few N] [--keep FOLDER]

Makes one WARC file of ``--few`` (200) and one of ``--pages`` (2,000) pages of the local portal and measures, each in a
process of its own on the same machine: `thidua build`, the reading of its pages alone, and warcio reading every record.
Times are those of the processor, imports left out; on a shared machine the ratios mean more. The peak of memory is told
for both files: where it grows with the pages, reading is not bounded.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

#: What is run in a process of its own: the work, and then its seconds, the pages it gave and its peak of memory.
FRAME = """
import json, resource, sys, time
{imports}
begin = time.process_time()
{work}
spent = time.process_time() - begin
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({{"seconds": spent, "pages": pages, "peak": peak}}))
"""
#: Imports and work of each thing measured; ``pages`` is how many it gave.
WARCIO = (
    "from warcio.archiveiterator import ArchiveIterator",
    """
pages = 0
with open(sys.argv[1], "rb") as stream:
    for record in ArchiveIterator(stream):
        record.content_stream().read()
        pages += record.rec_type == "response"
""",
)
READING = (
    "from pathlib import Path; from schemas.pages import RawPage; from scraper.archive import read_warc",
    "pages = sum(isinstance(page, RawPage) for page in read_warc(Path(sys.argv[1])))",
)
BUILD = (
    """
from corpus.commands import build_database
from corpus.progress import messages
from sqlalchemy import create_engine, text
""",
    """
address = "sqlite:///" + sys.argv[2]
build_database([sys.argv[1]], address=address, rebuild=False, console=messages())
with create_engine(address).connect() as connection:
    pages = connection.scalar(text("select n_read from runs"))
""",
)


def measure(work: tuple[str, str], *arguments: str) -> dict[str, float]:
    """Return seconds of the processor, pages and peak of memory in MB of a piece of work in a process of its own."""
    command = [sys.executable, "-c", FRAME.format(imports=work[0], work=work[1]), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def report(folder: Path, counts: tuple[int, int]) -> None:
    """Measure and print."""
    from tests.portal.warc import make_site

    peaks: dict[str, list[float]] = {}
    for count in counts:
        path = folder / f"{count}.warc.gz"
        make_site(path, count)
        print(f"{count:,} articles, {path.stat().st_size / 1e6:.1f} MB packed")
        bare = measure(WARCIO, str(path))
        for label, work in (("warcio, every record", WARCIO), ("pages read", READING), ("thidua build", BUILD)):
            database = folder / f"{count}.db"
            database.unlink(missing_ok=True)
            found = bare if work is WARCIO else measure(work, str(path), str(database))
            speed = found["pages"] / found["seconds"]
            ratio = speed / (bare["pages"] / bare["seconds"])
            print(f"  {label:22} {speed:8.1f} pages/s of CPU  {ratio:7.4f} of warcio  peak {found['peak']:6.0f} MB")
            peaks.setdefault(label, []).append(found["peak"])
    for label, (few, many) in peaks.items():
        print(f"{label}: peak of memory {many - few:+.0f} MB from {counts[0]:,} to {counts[1]:,} articles")


def main() -> None:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--few", type=int, default=200)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="Leave the files here.")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        report(options.keep, (options.few, options.pages))
        return
    with tempfile.TemporaryDirectory() as folder:
        report(Path(folder), (options.few, options.pages))


if __name__ == "__main__":
    main()
