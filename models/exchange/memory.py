"""Remember what cells mean: a file says the same few things in thousands of rows."""

from __future__ import annotations

from typing import Any

from models.exchange.cells import Cells
from models.exchange.likely import says_nothing
from models.exchange.problems import CellProblem
from models.kinds.columns import Column

# Longer cells are prose, which seldom stands twice; keeping it would double what a large file takes.
_LONGEST_KEPT = 200


class ColumnMemory(dict[str, Any]):
    """What the cells of one column mean: raw text -> typed value, read once for each text.

    Looking up a text that does not hold what the column asks for raises `CellProblem`, every time anew.
    """

    def __init__(self, cells: Cells, column: Column, *, is_own_list: bool = False) -> None:
        """Take the column and what reads its cells.

        Args:
            is_own_list: The file is a list as people keep it: "N/A" is an empty cell there, where one may be.
        """
        super().__init__()
        self._cells = cells
        self._column = column
        self._may_say_nothing = is_own_list and not column.required
        self._problems: dict[str, tuple[str, str, str]] = {}

    def __missing__(self, raw: str) -> Any:
        """Read a cell that has not been seen.

        Raises:
            CellProblem: The cell does not hold what the column asks for.
        """
        known = self._problems.get(raw)
        if known is not None:
            raise CellProblem(known[0], known[1], hint=known[2])
        try:
            value = self._cells.value_of(self._column, "" if self._may_say_nothing and says_nothing(raw) else raw)
        except CellProblem as problem:
            self._problems[raw] = (problem.reason, problem.value, problem.hint)
            raise
        if len(raw) <= _LONGEST_KEPT:
            self[raw] = value
        return value
