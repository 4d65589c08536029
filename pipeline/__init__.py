"""French press releases → tables of dates, places, people, amounts and percentages."""

__version__ = "0.1.0"
