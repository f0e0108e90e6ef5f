"""Whose fault it is: the user's input, the world outside, or (everything else) a bug.

Only the messages of the two classes here may be shown to a clerk. They are Chinese sentences
that say what is wrong and what to do about it.
"""


class FangfanError(Exception):
    """Base of all errors whose sentence may be shown to the user."""

    @property
    def sentence(self) -> str:
        """The Chinese sentence to show."""
        return str(self.args[0]) if self.args else type(self).__name__


class UserError(FangfanError):
    """What was asked for cannot be done; the sentence says what to change."""


class OutsideError(FangfanError):
    """The disk, a lock, a file or another program stands in the way."""
