"""The tables of a run in the forms that other tools open: DuckDB, spreadsheets, annotation tools."""
