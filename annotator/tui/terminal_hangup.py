"""Detects a terminal that has hung up: window closed or connection lost, while no signal ended the program."""

import errno

try:
    import termios
except ImportError:  # On other systems, closing the terminal ends the program.
    termios = None  # type: ignore[assignment]


def has_hung_up(file_number: int) -> bool:
    """Tell whether a file is a terminal that has hung up."""
    if termios is None:
        return False
    try:
        termios.tcgetattr(file_number)
    except termios.error as error:
        return error.args[:1] == (errno.EIO,)
    return False
