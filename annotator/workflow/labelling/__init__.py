"""What annotators do to units: answer, mark, undo; each call is on disk when it returns."""
