"""Spark: the shards of a run on a cluster, and the same extraction on a DataFrame.

    from pipeline.spark import extract

    extract(spark.read.parquet("s3a://bucket/corpus"), text="text", published="published")

Importing this package imports no Spark: that is the `spark` extra, which is asked for when a session is.
"""

from pipeline.spark.connection import session
from pipeline.spark.engine import Engine
from pipeline.spark.frames import extract

__all__ = ["Engine", "extract", "session"]
