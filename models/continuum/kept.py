"""Answers that cost more than a look-up, kept beside the evidence they follow from."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

ANSWERS_KEPT = 2000
Answer = TypeVar("Answer")


class Kept(Generic[Answer]):
    """Answers by question; all are let go when there are too many. Safe to ask from several threads."""

    def __init__(self) -> None:
        self._answers: dict[Hashable, Answer] = {}

    def give(self, question: Hashable, work_out: Callable[[], Answer]) -> Answer:
        """Give the kept answer, or work it out."""
        answers = self._answers
        if question not in answers:
            if len(answers) >= ANSWERS_KEPT:
                answers = self._answers = {}
            answers[question] = work_out()
        return answers[question]
