"""Where links lead: to a figure or block on whichever part of its plan it stands, and to other plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from doisoat.report.parts import page_name
from doisoat.report.rows import Row


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a figure: where it leads and what the plan writes there."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class Places:
    """What stands where, seen from one part of a plan."""

    document_id: str
    part: int
    figures: Mapping[int, int]  # the part of each figure that is marked
    blocks: Mapping[int, int]
    literals: Mapping[int, str]
    names: Mapping[str, str]  # what the plans of the run go by

    def figure(self, figure_id: int) -> Link:
        """A figure of this plan."""
        return Link(self._file(self.figures[figure_id]) + f"#f{figure_id}", self.literals[figure_id])

    def block(self, block_id: int) -> str:
        """A block of this plan."""
        return self._file(self.blocks[block_id]) + f"#b{block_id}"

    def of(self, document_id: str, figure_id: int) -> Link:
        """A figure of any plan."""
        if document_id == self.document_id:
            return self.figure(figure_id)
        return Link(f"{page_name(document_id)}#f{figure_id}", self.names[document_id])

    def knows(self, document_id: str, figure_id: int) -> bool:
        """Whether there is such a figure; of another plan, whether there is such a plan."""
        return figure_id in self.figures if document_id == self.document_id else document_id in self.names

    def keep_known(self, finding: Row) -> Row:
        """A finding without what is not there: rows the contract forbids are left out of the datasets one by one."""

        def known(row: Row) -> bool:
            return self.knows(row["document_id"], row["figure_id"])

        return finding | {
            "figures": [figure_id for figure_id in dict.fromkeys(finding["figures"]) if figure_id in self.figures],
            "block_id": finding["block_id"] if finding["block_id"] in self.blocks else None,
            "suggestions": [row for row in finding["suggestions"] if known(row)],
            "other_figures": [row for row in finding["other_figures"] or () if known(row)],
        }

    def _file(self, part: int) -> str:
        return "" if part == self.part else page_name(self.document_id, part)
