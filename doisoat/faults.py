"""What stops a run: one kind of exception, said in the reader's language by the program."""

from __future__ import annotations

from doisoat import messages


class RunError(Exception):
    """A run that cannot start or go on; `key` names the message, `values` fill it in.

    >>> str(RunError("corpus_missing", path="plans"))
    'There is no file or folder plans. Give the folder that holds the plans: doisoat extract FOLDER'
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        return messages.load("en").say(self.key, **self.values)
