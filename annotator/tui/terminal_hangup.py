"""Whether the terminal is still there: a window can be closed, or a line cut, and no signal ends the program."""

import errno

try:
    import termios
except ImportError:  # Another system's terminals end the program themselves.
    termios = None  # type: ignore[assignment]


def is_gone(number: int) -> bool:
    """Tell whether the terminal behind the file of a number was there and is gone."""
    if termios is None:
        return False
    try:
        termios.tcgetattr(number)
    except termios.error as error:
        return error.args[:1] == (errno.EIO,)
    return False
