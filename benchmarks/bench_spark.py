"""A run by two local workers and by Spark `local[2]`, side by side: wall time, processor time, memory.

    python benchmarks/bench_spark.py CORPUS [ROUNDS]

Both take turns. Processor time and peak memory are those of every process that a run starts, the JVM
included, read from /proc (Linux).
"""

from __future__ import annotations

import filecmp
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median

import pyarrow.parquet as pq

ENGINES = {"local": ["--workers", "2"], "spark": ["--engine", "spark", "--master", "local[2]"]}
MEGABYTE = 1024  # Linux counts kilobytes
SAMPLE = 0.2  # seconds
UTIME, STIME, SESSION = 11, 12, 3  # fields of /proc/…/stat after the name


class Watched:
    """A command and all that it starts, while they last."""

    def __init__(self, command: list[str]) -> None:
        started = time.monotonic()
        process = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
        self.seconds: dict[int, float] = defaultdict(float)
        self.peaks: dict[str, float] = defaultdict(float)
        while process.poll() is None:
            self.sample(process.pid)
            time.sleep(SAMPLE)
        self.wall = time.monotonic() - started
        self.processor = sum(self.seconds.values())

    def sample(self, session: int) -> None:
        """Look at every process of the session."""
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                name, _, rest = (folder / "stat").read_text().partition("(")[2].rpartition(")")
                status = (folder / "status").read_text()
            except OSError:  # gone
                continue
            fields = rest.split()
            if int(fields[SESSION]) == session and "VmHWM" in status:
                ticks = int(fields[UTIME]) + int(fields[STIME])
                self.seconds[int(folder.name)] = ticks / os.sysconf("SC_CLK_TCK")
                kind = "jvm" if name == "java" else "python"
                self.peaks[kind] = max(self.peaks[kind], int(status.partition("VmHWM:")[2].split()[0]) / MEGABYTE)


def same(one: Path, other: Path) -> bool:
    """Whether two runs wrote the same tables."""
    names = [path.name for path in one.iterdir() if path.suffix in {".csv", ".parquet"}]
    return filecmp.cmpfiles(one, other, names, shallow=False)[0] == names


def main() -> None:
    """Run the corpus by turns; print the medians."""
    corpus, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3  # noqa: PLR2004 - the second argument
    found: dict[str, list[Watched]] = {engine: [] for engine in ENGINES}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):
            for engine, options in ENGINES.items():
                out = ["--out", f"{folder}/{engine}", "--fresh", "--quiet"]
                found[engine].append(Watched([sys.executable, "-m", "pipeline", "run", corpus, *out, *options]))
        documents = pq.ParquetFile(f"{folder}/local/documents.parquet").metadata.num_rows
        print(f"{documents:,} documents; the same tables: {same(Path(folder, 'local'), Path(folder, 'spark'))}")
    print(f"{'engine':8}{'wall s':>9}{'CPU s':>9}{'documents per core-hour':>26}{'worker MB':>11}{'JVM MB':>8}")
    for engine, runs in found.items():
        wall, processor = (median(getattr(run, name) for run in runs) for name in ("wall", "processor"))
        python, jvm = (median(run.peaks[kind] for run in runs) for kind in ("python", "jvm"))
        rate = documents * 3600 / processor
        print(f"{engine:8}{wall:>9.1f}{processor:>9.1f}{rate:>26,.0f}{python:>11.0f}{jvm:>8.0f}")


if __name__ == "__main__":
    main()
