"""Records what SQLite asks of the system, through its VFS interface.

The functions for opening, writing, truncating, syncing and deleting that the library under Python's `sqlite3` calls are
replaced by functions that record the call and then make it. The program itself is unchanged.
"""

import _sqlite3
import ctypes
import sqlite3
from typing import Any, NamedTuple


class Op(NamedTuple):
    """One call: write (at, data), truncate (at), sync, delete; or `ack` with what was acknowledged in `name`."""

    kind: str
    name: str
    at: int = 0
    data: bytes = b""


_FILE = ctypes.c_void_p
_OPEN = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, _FILE, ctypes.c_int, ctypes.POINTER(ctypes.c_int)
)
_DELETE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int)
_WRITE = ctypes.CFUNCTYPE(ctypes.c_int, _FILE, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64)
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, _FILE, ctypes.c_int64)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, _FILE, ctypes.c_int)


class _Vfs(ctypes.Structure):
    """The beginning of `sqlite3_vfs`."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        ("open", ctypes.c_void_p),
        ("delete", ctypes.c_void_p),
    )


class _Methods(ctypes.Structure):
    """`sqlite3_io_methods`; those that are not recorded are not named."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("close", ctypes.c_void_p),
        ("read", ctypes.c_void_p),
        ("write", ctypes.c_void_p),
        ("truncate", ctypes.c_void_p),
        ("sync", ctypes.c_void_p),
        ("others", ctypes.c_void_p * 13),
    )


class Recorder:
    """Records the calls of this process from `start` until it ends; use it in a process of its own."""

    def __init__(self) -> None:
        self.ops: list[Op] = []
        self._names: dict[int, str] = {}
        # Functions that C calls must not be collected.
        self._kept: list[Any] = []

    def start(self) -> None:
        """Start recording; raises OSError where the library is not accessible."""
        library = ctypes.CDLL(_sqlite3.__file__)
        try:
            find = library.sqlite3_vfs_find
        except AttributeError as error:
            raise OSError("the functions of the library under sqlite3 are not accessible") from error
        # The library must be initialised before its structures can be found.
        sqlite3.connect(":memory:").close()
        find.restype = ctypes.POINTER(_Vfs)
        vfs = find(None).contents
        open_file, delete_file = _OPEN(vfs.open), _DELETE(vfs.delete)

        def opened(own: int, name: int | None, file: int, flags: int, out: Any) -> int:
            code = open_file(own, name, file, flags, out)
            if code == 0 and name:
                self._record_file(file, ctypes.string_at(name).decode())
            return int(code)

        def deleted(own: int, name: bytes, sync: int) -> int:
            code = delete_file(own, name, sync)
            if code == 0:
                self.ops.append(Op("delete", name.decode()))
            return int(code)

        self._kept += [open_file, delete_file, _OPEN(opened), _DELETE(deleted)]
        vfs.open = ctypes.cast(self._kept[-2], ctypes.c_void_p).value
        vfs.delete = ctypes.cast(self._kept[-1], ctypes.c_void_p).value

    def _record_file(self, file: int, name: str) -> None:
        """Replace an open file's functions by recording ones."""
        pointer = ctypes.cast(file, ctypes.POINTER(ctypes.POINTER(_Methods)))
        own = pointer.contents.contents
        write_file, truncate_file, sync_file = _WRITE(own.write), _TRUNCATE(own.truncate), _SYNC(own.sync)

        def written(at_file: int, data: int, count: int, at: int) -> int:
            self.ops.append(Op("write", name, at, ctypes.string_at(data, count)))
            return int(write_file(at_file, data, count, at))

        def truncated(at_file: int, size: int) -> int:
            self.ops.append(Op("truncate", name, size))
            return int(truncate_file(at_file, size))

        def synced(at_file: int, flags: int) -> int:
            code = sync_file(at_file, flags)
            if code == 0:
                self.ops.append(Op("sync", name))
            return int(code)

        recording = _Methods()
        ctypes.memmove(ctypes.byref(recording), ctypes.byref(own), ctypes.sizeof(_Methods))
        functions = (_WRITE(written), _TRUNCATE(truncated), _SYNC(synced))
        recording.write, recording.truncate, recording.sync = (
            ctypes.cast(one, ctypes.c_void_p).value for one in functions
        )
        self._kept += [recording, functions, write_file, truncate_file, sync_file]
        pointer[0] = ctypes.pointer(recording)
