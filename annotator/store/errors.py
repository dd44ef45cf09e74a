"""What can go wrong between the program and its database, as sentences for a person."""


class StoreError(Exception):
    """A database that cannot be used as asked: what happened, where, and what to do."""

    def __init__(self, what: str, *, where: str, advice: str) -> None:
        self.what, self.where, self.advice = what, where, advice
        super().__init__(f"{where}: {what}. {advice}")


class Busy(StoreError):
    """Others held the database for longer than this program waits."""


class Unwritable(StoreError):
    """The database cannot be written at present: full disk, no rights, or gone."""


def from_database(error: BaseException, *, where: str) -> StoreError:
    """Translate a driver's error."""
    words = str(getattr(error, "orig", None) or error).strip()
    lower = words.lower()
    if "not a database" in lower:
        return StoreError(
            "this file is not an annotator database",
            where=where,
            advice="Choose another file with --db; this one was left as it is.",
        )
    if "malformed" in lower:
        return StoreError("the database is damaged", where=where, advice="Restore the newest backup.")
    if "locked" in lower or "busy" in lower:
        return Busy("another program holds the database", where=where, advice="Close it, then try again.")
    if "full" in lower or "no space" in lower:
        return Unwritable(
            "the disk is full; nothing was written", where=where, advice="Free some space, then try again."
        )
    if "readonly" in lower or "read-only" in lower:
        return Unwritable(
            "the database cannot be written",
            where=where,
            advice="Check the rights of the file and its folder.",
        )
    if "unable to open" in lower:
        return Unwritable(
            "the database cannot be opened or made",
            where=where,
            advice="Check that the folder exists and may be written.",
        )
    return StoreError(f"the database answered: {words}", where=where, advice="Run `annotator verify`.")
