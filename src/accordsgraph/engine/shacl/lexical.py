"""Load data so that every literal keeps the form somebody gave it.

Oxigraph's store keeps values, not forms: ``"01"^^xsd:integer`` comes out of it as ``1``, and an
``xsd:int`` as an ``xsd:integer``. A literal that would be rewritten is stored under a datatype of
our own, with its own datatype and form as text, and given back as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from accordsgraph.engine.owl.datatypes import BOUNDS, LEXICAL
from accordsgraph.engine.shacl.triples import RDF, XSD, Node

AS_WRITTEN = ox.NamedNode("urn:x-accordsgraph:as-written")
ILL_TYPED = ox.NamedNode("urn:x-accordsgraph:ill-typed")
"""Takes what the store would read although its datatype has no such value: 300 as xsd:byte."""
_INTEGERS: dict[str, tuple[int | None, int | None]] = {"integer": (None, None), **BOUNDS}
_TIMES = (
    "date", "dateTime", "dateTimeStamp", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay",
    "gDay", "duration", "dayTimeDuration", "yearMonthDuration",
)  # fmt: skip
_FORMS = {
    name: LEXICAL[name]
    for name in ("boolean", "decimal", "double", "float", "hexBinary", "base64Binary")
} | dict.fromkeys(_INTEGERS, LEXICAL["integer"])
_READ = {XSD + name for name in (*_INTEGERS, *_TIMES, "boolean", "decimal", "double", "float")}
_NUMBERS = {XSD + name for name in (*_INTEGERS, "decimal")}
_PLAIN = {
    XSD + "integer": re.compile(r"0|-?[1-9][0-9]{0,17}"),
    XSD + "boolean": re.compile("true|false"),
    XSD + "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    XSD + "gYear": re.compile(r"[0-9]{4}"),
    XSD + "dateTime": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?!24)[0-9]{2}:[0-9]{2}:[0-9]{2}Z?"),
}
"""Forms the store is known to keep; of others it is asked."""


@dataclass
class Data:
    """A store to validate, filled by :meth:`add` and :meth:`load`.

    ``kept`` tells that some of its literals stand under :data:`AS_WRITTEN`, ``wide`` that a number
    is too large for the store to compare. A store filled by other means can be given with
    ``is_plain``: its literals then count in the form the store gives them.
    """

    store: ox.Store = field(default_factory=ox.Store)
    is_plain: bool = False
    kept: bool = False
    wide: bool = False
    _seen: dict[ox.Literal, ox.Literal] = field(default_factory=dict, repr=False)

    def add(self, quads: Iterable[ox.Quad]) -> Data:
        """Add quads, all to the default graph, each literal in the form it has."""
        self.store.extend(self._keeping(quads))
        return self

    def load(self, triples: Iterable[str]) -> Data:
        """Add triples as N-Triples write them, without full stops; faster than :meth:`add`.

        Of all their terms :meth:`keeps_form_of` is true.
        """
        text = "".join(f"{triple} .\n" for triple in triples).encode()
        self.store.load(text, format=ox.RdfFormat.N_TRIPLES, lenient=True)
        return self

    def keeps_form_of(self, term: Node) -> bool:
        """Tell whether a term loaded as text comes out of the store as it was.

        A blank node does not: loading gives it another name.
        """
        if isinstance(term, ox.Literal):
            return self.stored(term) == term
        return not isinstance(term, ox.BlankNode)

    def _keeping(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        default = ox.DefaultGraph()
        for quad in quads:
            value = quad.object
            stored = self.stored(value) if isinstance(value, ox.Literal) else value
            if stored != value:  # an equal one may be another object
                self.kept = True
            elif quad.graph_name == default:
                yield quad
                continue
            yield ox.Quad(quad.subject, quad.predicate, stored)

    def stored(self, literal: ox.Literal) -> ox.Literal:
        """Give the literal that stands for another in the store, mostly that literal itself."""
        datatype = literal.datatype.value
        if datatype not in _READ or self.is_plain:
            return literal
        plain = _PLAIN.get(datatype)
        if plain and plain.fullmatch(literal.value):
            return literal
        if literal not in self._seen:
            self._seen[literal] = self._asked(literal)
        return self._seen[literal]

    def _asked(self, literal: ox.Literal) -> ox.Literal:
        """Ask a store what it makes of a literal."""
        scratch = ox.Store()
        scratch.add(ox.Quad(AS_WRITTEN, AS_WRITTEN, literal))
        datatype, form = literal.datatype.value, literal.value
        if next(iter(scratch)).object != literal:
            kind = AS_WRITTEN if _fits(datatype, form) else ILL_TYPED
            return ox.Literal(f"{datatype} {form}", datatype=kind)
        if datatype in _NUMBERS and re.fullmatch(LEXICAL["decimal"], form):
            self.wide = self.wide or not scratch.query("ASK { ?s ?p ?o FILTER(isNumeric(?o)) }")
        return literal


def _fits(datatype: str, form: str) -> bool:
    """Tell whether a whole number lies within its datatype; anything else does."""
    least, most = _INTEGERS.get(datatype.removeprefix(XSD), (None, None))
    return (least is None or int(form) >= least) and (most is None or int(form) <= most)


def as_was(
    term: ox.NamedNode | ox.BlankNode | ox.Literal,
) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Give a term out of the store in the form it had."""
    if isinstance(term, ox.Literal) and term.datatype in (AS_WRITTEN, ILL_TYPED):
        datatype, _, form = term.value.partition(" ")
        return ox.Literal(form, datatype=ox.NamedNode(datatype))
    return term


@dataclass(frozen=True)
class Forms:
    """Write SPARQL expressions about the literals of a store.

    Each takes an expression without side effects; where nothing was put under
    :data:`AS_WRITTEN`, the plain functions of SPARQL do.
    """

    kept: bool

    def text(self, term: str) -> str:
        """Write STR() of a term."""
        if not self.kept:
            return f"STR({term})"
        return f"IF({_is_kept(term)}, STRAFTER(STR({term}), ' '), STR({term}))"

    def datatype(self, term: str) -> str:
        """Write DATATYPE() of a term."""
        if not self.kept:
            return f"DATATYPE({term})"
        return f"IF({_is_kept(term)}, IRI(STRBEFORE(STR({term}), ' ')), DATATYPE({term}))"

    def value(self, term: str) -> str:
        """Write a term so that it can be compared."""
        if not self.kept:
            return term
        form, datatype = f"STRAFTER(STR({term}), ' ')", f"IRI(STRBEFORE(STR({term}), ' '))"
        is_value = f"COALESCE(DATATYPE({term}) = {AS_WRITTEN}, false)"
        return f"IF({is_value}, STRDT({form}, {datatype}), {term})"

    def is_ordered(self, term: str) -> str:
        """Write the test that a term is of a datatype SPARQL can compare, and well-formed.

        Oxigraph finds any term equal to itself, even one that has no place in an order.
        """
        texts = f"{self.datatype(term)} IN (<{XSD}string>, <{RDF}langString>)"
        others = (self.is_of(term, ox.NamedNode(XSD + name)) for name in ("boolean", *_TIMES))
        known = " || ".join((f"COALESCE({texts}, false)", *others))
        return f"(isNumeric({self.value(term)}) || {known})"

    def is_of(self, term: str, datatype: ox.NamedNode) -> str:
        """Write the test that a term is a literal of a datatype and has a form it allows."""
        same = f"{self.datatype(term)} = {datatype}"
        name = datatype.value.removeprefix(XSD)
        if not datatype.value.startswith(XSD) or name not in (*_FORMS, *_TIMES):
            return f"COALESCE({same}, false)"
        text = self.text(term)
        if name in _TIMES:
            cast = "dateTime" if name == "dateTimeStamp" else name
            zoned = f' && REGEX({text}, "(Z|[+-][0-9]{{2}}:[0-9]{{2}})$")' if name != cast else ""
            exists = f'STR(<{XSD}{cast}>({text})) != ""'  # else the cast is an error
            return f"COALESCE({same} && {exists}{zoned}, false)"
        form = _FORMS[name].replace("\\", "\\\\")  # in SPARQL a backslash escapes
        tests = [same, f'REGEX({text}, "^(?:{form})$")']
        for sign, bound in zip((">=", "<="), _INTEGERS.get(name, ()), strict=False):
            if bound is not None:
                tests.append(f"<{XSD}decimal>({text}) {sign} {bound}.0")
        return f"COALESCE({' && '.join(tests)}, false)"


def _is_kept(term: str) -> str:
    return f"COALESCE(DATATYPE({term}) IN ({AS_WRITTEN}, {ILL_TYPED}), false)"
