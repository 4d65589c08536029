"""A corpus at a glance: one self-contained HTML page, in French, each figure with its sentences."""

from __future__ import annotations

from pathlib import Path

from pipeline import frames

__all__ = ["render"]


def render(folder: Path) -> str:
    """The report of a run's folder as HTML; it asks the network for nothing.

    Raises:
        UsageError: the folder is not one that a run wrote.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    from pipeline.report import geometry
    from pipeline.report.figures import Figures

    environment = Environment(
        loader=PackageLoader("pipeline.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    size = (geometry.WIDTH, geometry.HEIGHT)
    return environment.get_template("report.html").render(figures=Figures(frames.load(folder)), size=size)
