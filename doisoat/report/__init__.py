"""The report: a folder of pages that open from disk, made from the datasets."""

from doisoat.report.write import Written, write_report

__all__ = ["Written", "write_report"]
