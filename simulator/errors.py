"""The one exception for everything that the user can put right."""

from __future__ import annotations


class UserError(Exception):
    """A mistake in what the user gave us, told in a sentence: what, where, what to do.

    Several mistakes of one file are one error; its message has a line for each.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    @property
    def sentences(self) -> tuple[str, ...]:
        """The mistakes, one each."""
        return tuple(self.message.splitlines())

    def __str__(self) -> str:
        return self.message
