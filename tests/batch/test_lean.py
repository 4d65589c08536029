import subprocess
import sys

PROGRAM = """
import sys
import pyarrow as pa
from pipeline.batch import lean
lean.spare_pandas()
table = pa.table({"a": pa.array(["x", None])})
spared = "pandas" not in sys.modules
print(spared, len(table.to_pandas()), type(table["a"].to_pandas()).__name__)
"""


def test_arrays_are_made_without_pandas_and_frames_with_it() -> None:
    found = subprocess.run([sys.executable, "-c", PROGRAM], check=True, capture_output=True, text=True).stdout
    assert found.split() == ["True", "2", "Series"]
