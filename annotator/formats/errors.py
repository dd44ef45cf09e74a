"""What can be wrong with a file that is read or written."""


class FormatError(Exception):
    """A file that cannot be read or written as asked: what, where, and what to do."""

    def __init__(self, what: str, *, where: str, advice: str) -> None:
        self.what, self.where, self.advice = what, where, advice
        super().__init__(f"{where}: {what}. {advice}")
