"""Every exception class of the package. Imports nothing, so that any module may raise them.

Wrong data becomes a row of `failures`: readers and cleaners raise an `InputError`, the batch turns
it into that row, and the run goes on. Wrong code or configuration raises anything else and stops.
"""


class CommuniquesError(Exception):
    """Base of all errors that this package raises on purpose."""


class InputError(CommuniquesError):
    """One input item cannot be used. Becomes one row of `failures`.

    Attributes:
        reason: what is wrong with the item, in French (analysts read it).
        remedy: what the owner of the corpus can do about it, in French.
    """

    stage = "read"

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason} — {remedy}")
        self.reason = reason
        self.remedy = remedy

    def __reduce__(self) -> tuple[type["InputError"], tuple[str, str]]:
        """Survive the trip between worker processes (the default keeps one argument only)."""
        return type(self), (self.reason, self.remedy)


class ReadError(InputError):
    """Raised when a file, an archive member or a line cannot be read or decoded."""

    stage = "read"


class CleanError(InputError):
    """Raised when a page holds no article that can be found."""

    stage = "clean"


class DataError(CommuniquesError):
    """Raised when package data (lexicon, gazetteer, model) is missing or malformed."""


class GoldError(CommuniquesError):
    """Raised when annotated samples are malformed or contradict themselves."""


class UsageError(CommuniquesError):
    """Raised when a verb is called with options that cannot work together."""


class OutputError(CommuniquesError):
    """Raised when the output folder cannot be written, or another run is writing there."""


class WorkerError(CommuniquesError):
    """Raised when worker processes keep dying, whatever is taken out of their work."""
