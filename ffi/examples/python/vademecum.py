"""Vademecum for Python 3.8 and newer: the functions of vademecum.h through ctypes, with nothing to build.

    import vademecum

    with vademecum.Engine.open("uk.vade") as engine:
        for hit in engine.search("heart att"):
            print(hit.id, hit.term)

The library is looked for at the path in the environment variable VADEMECUM_LIBRARY, then beside this file, then where
the system looks for libraries. What goes wrong is a `VademecumError`. What vademecum.h says of threads and of the order
of closing holds here too: an `Engine` may be shared by threads, a `Cursor` and its rows may not. Nothing may be closed
while another thread still calls it.
"""

import ctypes
import enum
import os
import sys
from ctypes import POINTER, byref, c_char_p, c_int32, c_int64, c_uint32, c_void_p
from typing import Callable, Iterator, List, Optional, Tuple, Union

ABI_VERSION = 2


class Status(enum.IntEnum):
    OK = 0
    ROW = 1
    NONE = 2
    ERROR_UNKNOWN_OP = -1
    ERROR_BAD_REQUEST = -2
    ERROR_SYNTAX = -3
    ERROR_INVALID_ID = -4
    ERROR_NOT_FOUND = -5
    ERROR_UNSUPPORTED = -6
    ERROR_NOT_IN_FILE = -7
    ERROR_LIMIT = -8
    ERROR_DAMAGED = -9
    ERROR_IO = -10
    ERROR_NOT_VADE = -11
    ERROR_VERSION = -12
    ERROR_NOT_LOADED = -13
    ERROR_ARGUMENT = -100
    ERROR_STRUCT = -101
    ERROR_FLAGS = -102
    ERROR_ENCODING = -103
    ERROR_BUFFER = -104
    ERROR_COLUMN = -105
    ERROR_NO_ROW = -106
    ERROR_MEMORY = -107
    ERROR_PANIC = -108


class OpenFlags(enum.IntFlag):
    IN_MEMORY = 1
    BORROWED = 2
    TRUSTED = 4


class FileText(enum.IntEnum):
    EDITION = 1
    LICENCE = 2
    MARKING = 3
    BUILDER = 4
    DMD = 5


class IdKind(enum.IntEnum):
    CONCEPT = 1
    DESCRIPTION = 2
    RELATIONSHIP = 3


class TermKind(enum.IntEnum):
    PREFERRED = 1
    FSN = 2
    SEMANTIC_TAG = 3


class DescriptionType(enum.IntEnum):
    FSN = 1
    SYNONYM = 2
    DEFINITION = 3


class CaseSignificance(enum.IntEnum):
    INSENSITIVE = 1
    INITIAL_INSENSITIVE = 2
    SENSITIVE = 3


class Relation(enum.IntEnum):
    EQUIVALENT = 1
    SUBSUMES = 2
    SUBSUMED_BY = 3
    NOT_SUBSUMED = 4


class ProductClass(enum.IntEnum):
    VTM = 1
    VMP = 2
    AMP = 3
    VMPP = 4
    AMPP = 5


class ProductFlags(enum.IntFlag):
    VALID = 1
    PRESCRIBABLE = 2


class RowKind(enum.IntEnum):
    DESCRIPTIONS = 1
    SYNONYMS = 2
    DEFINITIONS = 3
    PARENTS = 4
    CHILDREN = 5
    ANCESTORS = 6
    DESCENDANTS = 7
    DESCENDANTS_OR_SELF = 8
    ATTRIBUTES = 9
    ACCEPTABILITIES = 10


class Column(enum.IntEnum):
    ID = 1
    TERM = 2
    PREFERRED = 3
    FSN = 4
    SEMANTIC_TAG = 5
    ACTIVE = 6
    MODULE = 7
    EFFECTIVE_TIME = 8
    DEFINED = 9
    CHILDREN = 10
    CONCEPT = 11
    DESCRIPTION = 12
    TYPE = 13
    CASE = 14
    LANGUAGE = 15
    MATCH = 16
    ACCEPTABILITY = 17
    GROUP = 18
    ATTRIBUTE = 19
    ATTRIBUTE_TERM = 20
    VALUE = 21
    VALUE_TERM = 22
    VALUE_KIND = 23
    JSON = 24
    CLASS = 25
    IN_USE = 26
    PRESCRIBABLE = 27
    START = 28
    END = 29
    REASON = 30
    CAUTION = 31


class Acceptability(enum.IntEnum):
    PREFERRED = 1
    ACCEPTABLE = 2


class ValueKind(enum.IntEnum):
    CONCEPT = 1
    NUMBER = 2
    STRING = 3
    BOOLEAN = 4


class Match(enum.IntEnum):
    EXACT = 1
    EQUIVALENT = 2
    TYPO = 3


class SearchFlags(enum.IntFlag):
    NO_TYPOS = 1
    DEFINITIONS = 2
    TOTAL = 4
    INACTIVE = 8
    ACTIVE_AND_INACTIVE = 16
    PRESCRIBABLE = 32


class FilterBy(enum.IntEnum):
    WITHIN = 1
    LANGUAGE = 2
    SEMANTIC_TAG = 3
    MODULE = 4
    CLASS = 5


class OpenOptions(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("flags", c_uint32),
    ]


class FileInfo(ctypes.Structure):
    """What a file is."""

    _fields_ = [
        ("struct_size", c_uint32),
        ("format_version", c_int32),
        ("length", c_int64),
        ("concepts", c_int64),
        ("active_concepts", c_int64),
        ("effective_time", c_int32),
        ("is_subset", c_int32),
    ]


class ConceptInfo(ctypes.Structure):
    """What is known of a concept."""

    _fields_ = [
        ("struct_size", c_uint32),
        ("is_active", c_int32),
        ("id", c_int64),
        ("module", c_int64),
        ("effective_time", c_int32),
        ("is_defined", c_int32),
        ("parents", c_int32),
        ("children", c_int32),
    ]


class DescriptionInfo(ctypes.Structure):
    """What is known of a description."""

    _fields_ = [
        ("struct_size", c_uint32),
        ("is_active", c_int32),
        ("id", c_int64),
        ("concept_id", c_int64),
        ("module", c_int64),
        ("effective_time", c_int32),
        ("type", c_int32),
        ("case_significance", c_int32),
        ("reserved", c_int32),
    ]


class ProductInfo(ctypes.Structure):
    """What is known of a medicinal product."""

    _fields_ = [
        ("struct_size", c_uint32),
        ("product_class", c_int32),
        ("id", c_int64),
        ("is_replaced", c_int32),
        ("is_valid", c_int32),
        ("is_available", c_int32),
        ("is_in_use", c_int32),
        ("is_prescribable", c_int32),
        ("is_concept", c_int32),
        ("vtm", c_int64),
        ("vmp", c_int64),
        ("amp", c_int64),
        ("vmpp", c_int64),
    ]


class SearchOptions(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("flags", c_uint32),
        ("limit", c_int32),
        ("offset", c_int32),
    ]


def _load() -> ctypes.CDLL:
    name = {"win32": "vademecum.dll", "darwin": "libvademecum.dylib"}.get(sys.platform, "libvademecum.so.1")
    beside = os.path.join(os.path.dirname(os.path.abspath(__file__)), name)
    path = os.environ.get("VADEMECUM_LIBRARY") or (beside if os.path.exists(beside) else name)
    # On 32-bit Windows the functions are called as the system's own are.
    return (ctypes.WinDLL if sys.platform == "win32" else ctypes.CDLL)(path)


_library = _load()


def _declare(name: str, result: object, *parameters: object) -> None:
    function = getattr(_library, name)
    function.restype = result
    function.argtypes = parameters


_declare("vade_abi_version", c_int32)
_declare("vade_version", c_char_p)
_declare("vade_status_name", c_char_p, c_int32)
_declare("vade_last_error", c_int32, c_char_p, c_int32, POINTER(c_int32))
_declare("vade_last_error_offset", c_int32)
_declare("vade_open_file", c_int32, c_char_p, c_int32, POINTER(OpenOptions), POINTER(c_void_p))
_declare("vade_open_memory", c_int32, c_char_p, c_int64, POINTER(OpenOptions), POINTER(c_void_p))
_declare("vade_close", c_int32, c_void_p)
_declare("vade_file", c_int32, c_void_p, POINTER(FileInfo))
_declare("vade_file_text", c_int32, c_void_p, c_int32, c_char_p, c_int32, POINTER(c_int32))
_declare("vade_manifest_json", c_int32, c_void_p, c_char_p, c_int32, POINTER(c_int32))
_declare("vade_verify", c_int32, c_void_p)
_declare("vade_parse_id", c_int32, c_char_p, c_int32, POINTER(c_int64))
_declare("vade_format_id", c_int32, c_int64, c_char_p, c_int32, POINTER(c_int32))
_declare("vade_id_kind", c_int32, c_int64, POINTER(c_int32))
_declare("vade_concept", c_int32, c_void_p, c_int64, POINTER(ConceptInfo))
_declare(
    "vade_concept_term",
    c_int32, c_void_p, c_int64, c_int32, c_char_p, c_int32, c_char_p, c_int32, POINTER(c_int32),
)
_declare("vade_description", c_int32, c_void_p, c_int64, POINTER(DescriptionInfo))
_declare("vade_description_term", c_int32, c_void_p, c_int64, c_char_p, c_int32, POINTER(c_int32))
_declare("vade_subsumes", c_int32, c_void_p, c_int64, c_int64, POINTER(c_int32))
_declare("vade_concept_rows", c_int32, c_void_p, c_int64, c_int32, POINTER(c_void_p))
_declare("vade_description_rows", c_int32, c_void_p, c_int64, c_int32, POINTER(c_void_p))
_declare("vade_product", c_int32, c_void_p, c_int64, POINTER(ProductInfo))
_declare("vade_product_name", c_int32, c_void_p, c_int64, c_char_p, c_int32, POINTER(c_int32))
_declare("vade_product_rows", c_int32, c_void_p, c_int64, c_int32, c_uint32, POINTER(c_void_p))
_declare("vade_product_reasons", c_int32, c_void_p, c_int64, POINTER(c_void_p))
_declare("vade_gtin_rows", c_int32, c_void_p, c_char_p, c_int32, c_int32, POINTER(c_void_p))
_declare("vade_cursor_next", c_int32, c_void_p)
_declare("vade_cursor_int", c_int32, c_void_p, c_int32, POINTER(c_int64))
_declare("vade_cursor_text", c_int32, c_void_p, c_int32, POINTER(c_void_p), POINTER(c_int32))
_declare("vade_cursor_ranges", c_int32, c_void_p, c_int32, POINTER(c_int32), c_int32, POINTER(c_int32))
_declare("vade_cursor_fetch_ids", c_int32, c_void_p, POINTER(c_int64), c_int32, POINTER(c_int32))
_declare("vade_cursor_total", c_int32, c_void_p, POINTER(c_int64))
_declare("vade_cursor_language", c_int32, c_void_p, c_char_p, c_int32)
_declare("vade_cursor_close", c_int32, c_void_p)
_declare(
    "vade_search",
    c_int32, c_void_p, c_char_p, c_int32, c_void_p, POINTER(SearchOptions), POINTER(c_void_p),
)
_declare("vade_filter_new", c_int32, c_void_p, POINTER(c_void_p))
_declare("vade_filter_text", c_int32, c_void_p, c_int32, c_char_p, c_int32)
_declare("vade_filter_close", c_int32, c_void_p)
_declare("vade_json", c_int32, c_void_p, c_char_p, c_int32, POINTER(c_void_p))

if _library.vade_abi_version() < ABI_VERSION:
    raise ImportError(f"vademecum.py needs a newer library than {_library.vade_version().decode()}")


class VademecumError(Exception):
    """What went wrong. `offset` is where in the text that was given, in characters, or None."""

    def __init__(self, status: int, message: str, offset: Optional[int] = None) -> None:
        super().__init__(message)
        self.status = status
        self.name: str = _library.vade_status_name(status).decode()
        self.offset = offset


def _check(status: int, given: bytes = b"") -> int:
    """Raises the last error where `status` is one. `given` is the text that its offset is in."""
    if status >= 0:
        return status
    message = ctypes.create_string_buffer(1024)
    _library.vade_last_error(message, len(message), None)
    offset = _library.vade_last_error_offset()
    raise VademecumError(
        status, message.value.decode(), len(given[:offset].decode(errors="replace")) if offset >= 0 else None
    )


def _text(put: Callable[..., int], given: bytes = b"") -> Optional[str]:
    """The text that a function puts into a buffer; None where it answers NONE."""
    capacity, needed = 256, c_int32()
    while True:
        buffer = ctypes.create_string_buffer(capacity)
        status = put(buffer, capacity, byref(needed))
        if status == Status.ERROR_BUFFER:
            capacity = needed.value
        elif _check(status, given) == Status.NONE:
            return None
        else:
            return buffer.raw[: needed.value - 1].decode()


def _sized(struct: ctypes.Structure) -> ctypes.Structure:
    struct.struct_size = ctypes.sizeof(struct)
    return struct


def version() -> str:
    """The version of the library."""
    return _library.vade_version().decode()


def parse_id(text: str) -> int:
    """The number of an identifier that is given as text. Digits, length, partition and check digit are checked."""
    number, given = c_int64(), text.encode()
    _check(_library.vade_parse_id(given, len(given), byref(number)), given)
    return number.value


def format_id(number: int) -> str:
    """The text of an identifier."""
    return _text(lambda *buffer: _library.vade_format_id(number, *buffer)) or ""


def id_kind(number: int) -> IdKind:
    """What a well-formed identifier names."""
    kind = c_int32()
    _check(_library.vade_id_kind(number, byref(kind)))
    return IdKind(kind.value)


class _Handle:
    """Something of the library's that is closed once: by `close`, at the end of `with`, or when it is forgotten.

    A closed one holds a null handle, which the library answers with an error.
    """

    _close: Callable[[c_void_p], int]

    def __init__(self, handle: c_void_p, owner: object = None) -> None:
        self._handle = handle
        # Keeps memory alive that an engine borrows.
        self._owner = owner

    def close(self) -> None:
        handle, self._handle = self._handle, c_void_p()
        type(self)._close(handle)

    def __enter__(self):
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_handle", None):
            self.close()


class Row:
    """The row that a cursor stands on. It can be read until the cursor goes on."""

    __slots__ = ("_cursor", "_place")

    def __init__(self, cursor: "Cursor", place: int) -> None:
        self._cursor = cursor
        self._place = place

    def _standing(self) -> c_void_p:
        if self._place != self._cursor._place:
            raise VademecumError(Status.ERROR_NO_ROW, "the cursor has gone on from this row")
        return self._cursor._handle

    def integer(self, column: Column) -> Optional[int]:
        """A number; None where the row has no such value."""
        value = c_int64()
        status = _check(_library.vade_cursor_int(self._standing(), column, byref(value)))
        return None if status == Status.NONE else value.value

    def text(self, column: Column) -> Optional[str]:
        """A text; None where the row has no such value."""
        text, length = c_void_p(), c_int32()
        status = _check(_library.vade_cursor_text(self._standing(), column, byref(text), byref(length)))
        return None if status == Status.NONE else ctypes.string_at(text, length.value).decode()

    @property
    def id(self) -> int:
        """What the row is about."""
        return self.integer(Column.ID) or 0

    @property
    def term(self) -> str:
        """Of a concept its preferred term, of a hit the text that was found, of a description its text, of a product its
        name."""
        return self.text(Column.TERM) or ""

    def ranges(self) -> List[Tuple[int, int]]:
        """The parts of a hit's term that were matched: from, to, in characters."""
        cursor, needed = self._standing(), c_int32()
        _check(_library.vade_cursor_ranges(cursor, Column.TERM, None, 0, byref(needed)))
        ends = (c_int32 * needed.value)()
        if needed.value:
            _check(_library.vade_cursor_ranges(cursor, Column.TERM, ends, needed.value, None))
        # The library counts bytes.
        term = self.term.encode()
        places = [len(term[:end].decode()) for end in ends]
        return list(zip(places[::2], places[1::2]))


class Cursor(_Handle):
    """The rows of an answer, read once from first to last."""

    _close = _library.vade_cursor_close

    def __init__(self, handle: c_void_p, owner: object) -> None:
        super().__init__(handle, owner)
        self._place = 0

    def __iter__(self) -> Iterator[Row]:
        return self

    def __next__(self) -> Row:
        self._place += 1
        if _check(_library.vade_cursor_next(self._handle)) != Status.ROW:
            raise StopIteration
        return Row(self, self._place)

    def ids(self) -> List[int]:
        """The identifiers of all rows that are left."""
        ids: List[int] = []
        page, count = (c_int64 * 256)(), c_int32()
        self._place += 1
        while _check(_library.vade_cursor_fetch_ids(self._handle, page, len(page), byref(count))) == Status.ROW:
            ids += page[: count.value]
        return ids

    @property
    def total(self) -> Optional[int]:
        """How many rows there are in all; None where that was not counted."""
        total = c_int64()
        status = _check(_library.vade_cursor_total(self._handle, byref(total)))
        return None if status == Status.NONE else total.value

    def language(self, name: Optional[str]) -> None:
        """Tells names in this language from now on; None for the order that the file was built with."""
        given = None if name is None else name.encode()
        _check(_library.vade_cursor_language(self._handle, given, len(given or b"")), given or b"")


class Filter(_Handle):
    """What a search may find. Made once by `Engine.filter`, used for many searches."""

    _close = _library.vade_filter_close

    def narrow(self, what: FilterBy, text: str) -> "Filter":
        given = text.encode()
        _check(_library.vade_filter_text(self._handle, what, given, len(given)), given)
        return self

    def within(self, expression: str) -> "Filter":
        """Only concepts of this set: `id`, `< id` or `<< id`."""
        return self.narrow(FilterBy.WITHIN, expression)

    def language(self, name: str) -> "Filter":
        """Only by descriptions that are preferred or acceptable in this language."""
        return self.narrow(FilterBy.LANGUAGE, name)

    def semantic_tag(self, tag: str) -> "Filter":
        """Only concepts with this semantic tag, or with another one that was set so."""
        return self.narrow(FilterBy.SEMANTIC_TAG, tag)

    def module(self, module: int) -> "Filter":
        """Only concepts of this module, or of another one that was set so."""
        return self.narrow(FilterBy.MODULE, str(module))

    def product_class(self, name: str) -> "Filter":
        """Only medicinal products of this class, such as "vmp", or of another one that was set so."""
        return self.narrow(FilterBy.CLASS, name)


class Engine(_Handle):
    """An open file."""

    _close = _library.vade_close

    @classmethod
    def open(cls, path: Union[str, "os.PathLike[str]"], flags: OpenFlags = OpenFlags(0)) -> "Engine":
        """Opens a file. It must not be cut short or written to while it is open, unless flags has IN_MEMORY."""
        # UTF-8 on Windows, the bytes of the path elsewhere.
        given, handle, options = os.fsencode(path), c_void_p(), _sized(OpenOptions(flags=flags))
        _check(_library.vade_open_file(given, len(given), byref(options), byref(handle)), given)
        return cls(handle)

    @classmethod
    def open_memory(cls, content: bytes, flags: OpenFlags = OpenFlags(0)) -> "Engine":
        """Opens a file whose bytes are in memory. They are copied, unless flags has BORROWED."""
        handle, options = c_void_p(), _sized(OpenOptions(flags=flags))
        _check(_library.vade_open_memory(content, len(content), byref(options), byref(handle)))
        return cls(handle, content if flags & OpenFlags.BORROWED else None)

    def file(self) -> FileInfo:
        """What the file is."""
        info = _sized(FileInfo())
        _check(_library.vade_file(self._handle, byref(info)))
        return info

    def file_text(self, what: FileText) -> Optional[str]:
        """A text about the file; None where nobody told one."""
        return _text(lambda *buffer: _library.vade_file_text(self._handle, what, *buffer))

    def manifest_json(self) -> str:
        """Everything that is known about the file."""
        return _text(lambda *buffer: _library.vade_manifest_json(self._handle, *buffer)) or ""

    def verify(self) -> None:
        """Checks the whole file; seconds for one of UK size."""
        _check(_library.vade_verify(self._handle))

    def concept(self, concept_id: int) -> ConceptInfo:
        """What is known of a concept."""
        info = _sized(ConceptInfo())
        _check(_library.vade_concept(self._handle, concept_id, byref(info)))
        return info

    def term(
        self, concept_id: int, kind: TermKind = TermKind.PREFERRED, language: Optional[str] = None
    ) -> Optional[str]:
        """A text of a concept, in a language or in that of the file; None where it has none."""
        given = None if language is None else language.encode()
        return _text(
            lambda *buffer: _library.vade_concept_term(
                self._handle, concept_id, kind, given, len(given or b""), *buffer
            ),
            given or b"",
        )

    def description(self, description_id: int) -> DescriptionInfo:
        """What is known of a description."""
        info = _sized(DescriptionInfo())
        _check(_library.vade_description(self._handle, description_id, byref(info)))
        return info

    def description_term(self, description_id: int) -> str:
        """The text of a description."""
        return _text(lambda *buffer: _library.vade_description_term(self._handle, description_id, *buffer)) or ""

    def relation(self, a: int, b: int) -> Relation:
        """How concept `a` stands to concept `b`."""
        relation = c_int32()
        _check(_library.vade_subsumes(self._handle, a, b, byref(relation)))
        return Relation(relation.value)

    def is_a(self, a: int, b: int) -> bool:
        """Whether concept `a` is a kind of concept `b`, or the same."""
        return self.relation(a, b) in (Relation.SUBSUMED_BY, Relation.EQUIVALENT)

    def rows(self, concept_id: int, what: RowKind) -> Cursor:
        """The rows that belong to a concept."""
        return self._cursor(_library.vade_concept_rows, concept_id, what)

    def description_rows(self, description_id: int, what: RowKind = RowKind.ACCEPTABILITIES) -> Cursor:
        """The rows that belong to a description."""
        return self._cursor(_library.vade_description_rows, description_id, what)

    def product(self, product_id: int) -> ProductInfo:
        """What is known of a medicinal product, by its id now or before."""
        info = _sized(ProductInfo())
        _check(_library.vade_product(self._handle, product_id, byref(info)))
        return info

    def product_name(self, product_id: int) -> str:
        """The name of a medicinal product."""
        return _text(lambda *buffer: _library.vade_product_name(self._handle, product_id, *buffer)) or ""

    def products(
        self, product_id: int, product_class: ProductClass, flags: ProductFlags = ProductFlags(0)
    ) -> Cursor:
        """The products of a class above or below one."""
        return self._cursor(_library.vade_product_rows, product_id, product_class, flags)

    def product_reasons(self, product_id: int) -> Cursor:
        """Why a product is not to be offered for prescribing, and what is to be known all the same."""
        return self._cursor(_library.vade_product_reasons, product_id)

    def packs_of_gtin(self, gtin: str, day: int = 0) -> Cursor:
        """The packs of a GTIN, typed or scanned, on a day as yyyymmdd, or whenever."""
        given = gtin.encode()
        return self._cursor(_library.vade_gtin_rows, given, len(given), day, given=given)

    def filter(self) -> Filter:
        """A filter that lets everything through."""
        handle = c_void_p()
        _check(_library.vade_filter_new(self._handle, byref(handle)))
        return Filter(handle, self)

    def search(
        self,
        query: str,
        filter: Optional[Filter] = None,
        limit: int = 10,
        offset: int = 0,
        flags: SearchFlags = SearchFlags(0),
    ) -> Cursor:
        """The concepts with a description, and the medicinal products with a name, in which each word of `query` begins a
        word of its own, best first."""
        if limit < 1:
            raise ValueError("a search without a hit to answer")
        options = _sized(SearchOptions(flags=flags, limit=limit, offset=offset))
        given = query.encode()
        narrowed = None
        if filter is not None:
            # Null stands for no filter at all, so a closed one must not get that far.
            narrowed = filter._handle
            if not narrowed:
                raise VademecumError(Status.ERROR_ARGUMENT, "the filter is closed")
        return self._cursor(_library.vade_search, given, len(given), narrowed, byref(options), given=given)

    def json(self, request: str) -> str:
        """The response to one request of the request protocol."""
        given = request.encode()
        with self._cursor(_library.vade_json, given, len(given), given=given) as response:
            return next(response).text(Column.JSON) or ""

    def _cursor(self, function: Callable[..., int], *arguments: object, given: bytes = b"") -> Cursor:
        handle = c_void_p()
        _check(function(self._handle, *arguments, byref(handle)), given)
        return Cursor(handle, self)
