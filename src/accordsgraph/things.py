"""Read things: the tables of ``data/things/``, one row = one thing, one column = one property.

What stands here needs no evidence: what a thing is, what it is called, what it belongs to. The
file's name is the type of its things (``person.csv``), the first segment of their IRIs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import RDF, SKOS, Graph, Literal, URIRef

from accordsgraph.errors import Place, Problem, SourceError, nearest, short
from accordsgraph.findings import Finding
from accordsgraph.namespaces import KEY, LANG_STRING, THING_CLASSES, VOCABULARY_TYPES, Names
from accordsgraph.tables import Columns, Row, read_table
from accordsgraph.terms import AG, Property, Terms
from accordsgraph.values import Value, ValueProblem, literal

LANGUAGES = ("en", "fr", "tr", "ru", "fa", "ps", "ur")
COLUMNS = Columns(
    ("key", "en"), ("class", *LANGUAGES[1:], "alt", "translated", "note"), others=True
)
_FIXED = frozenset(COLUMNS.required + COLUMNS.optional)


@dataclass(frozen=True)
class Thing:
    """A thing by its type and key, with its class and the row it stands in."""

    kind: str
    key: str
    iri: URIRef
    cls: URIRef
    place: Place | None = None


@dataclass
class Things:
    """All things of a project, found by key; concepts of the general vocabulary included."""

    by_key: dict[str, list[Thing]] = field(default_factory=lambda: defaultdict(list))

    def add(self, thing: Thing) -> None:
        """Make a thing known."""
        self.by_key[thing.key].append(thing)

    def find(self, text: str) -> list[Thing]:
        """Give the things a reference ``key`` or ``type/key`` can mean."""
        kind, slash, key = text.rpartition("/")
        return [t for t in self.by_key.get(key, ()) if not slash or t.kind == kind]

    def near(self, text: str, fits: Callable[[Thing], bool] = lambda _: True) -> str:
        """Suggest the key of a fitting thing that was meant, '' when none is near."""
        keys = [key for key, things in self.by_key.items() if any(map(fits, things))]
        return next(iter(nearest(text.rpartition("/")[2], keys)), "")


def know_vocabulary(things: Things, vocabulary: Graph, names: Names) -> None:
    """Make the concepts of the vocabulary known by their keys."""
    for concept in sorted(vocabulary.subjects(RDF.type, SKOS.Concept), key=str):
        found = names.split(str(concept))
        if found and found[0] in VOCABULARY_TYPES and isinstance(concept, URIRef):
            things.add(Thing(*found, concept, SKOS.Concept))


@dataclass(frozen=True)
class ThingRow:
    """A thing with the row that describes it."""

    thing: Thing
    row: Row


def read_things(
    path: Path, names: Names, terms: Terms, things: Things
) -> tuple[list[ThingRow], list[Finding]]:
    """Read the keys and classes of a table of things and make them known.

    Raises:
        SourceError: the table cannot be read, its name is no type, or a column is no property.

    """
    kind = path.name.partition(".")[0]
    if kind not in THING_CLASSES:
        near = nearest(kind, THING_CLASSES)
        raise SourceError(
            Problem(
                "thing-type",
                f'"{kind}" is no type of thing',
                Place(str(path)),
                f"rename the file to {near[0]}.csv"
                if near
                else "types: " + ", ".join(THING_CLASSES),
            )
        )
    rows = read_table(path, COLUMNS)
    if rows:
        _check_columns(rows[0], path, terms)
    found, findings = [], []
    for row in rows:
        key = row["key"]
        cls = AG[row["class"] or THING_CLASSES[kind]] if THING_CLASSES[kind] else SKOS.Concept
        if not KEY.fullmatch(key):
            findings.append(
                _finding(
                    "thing-key",
                    f'"{short(key)}" cannot be a key',
                    row,
                    "use at most 100 lower-case letters a-z, digits and hyphens: geneva-1988",
                )
            )
        elif str(cls) not in terms.classes and cls != SKOS.Concept:
            near = nearest(row["class"], [c.split("#")[-1] for c in terms.classes])
            fix = (
                f"write {near[0]}"
                if near
                else "use a class of the ontology, or leave the cell empty"
            )
            findings.append(_finding("thing-class", f'"{row["class"]}" is no class', row, fix))
        elif earlier := things.find(f"{kind}/{key}"):
            fix = (
                f"remove one of the two; the other stands at {earlier[0].place or 'the vocabulary'}"
            )
            findings.append(_finding("thing-twice", f'"{key}" is described twice', row, fix))
        else:
            thing = Thing(kind, key, URIRef(names.thing(kind, key)), cls, row.place)
            things.add(thing)
            found.append(ThingRow(thing, row))
    return found, findings


def describe(
    thing_row: ThingRow, names: Names, terms: Terms, things: Things
) -> tuple[list[Value], list[Finding]]:
    """Give the triples of one thing, each value checked against its property."""
    thing, row = thing_row.thing, thing_row.row
    values: list[Value] = []
    findings: list[Finding] = []

    def add(predicate: URIRef, value: URIRef | Literal) -> None:
        values.append((thing.iri, predicate, value))

    add(RDF.type, thing.cls)
    if thing.cls == SKOS.Concept:
        add(SKOS.inScheme, URIRef(names.thing("scheme", thing.kind)))
    for language in LANGUAGES:
        if row[language]:
            add(SKOS.prefLabel, Literal(row[language], lang=language))
    if row["note"]:
        add(SKOS.editorialNote, Literal(row["note"], lang="en"))
    for predicate, text, wanted in _cells(row, terms):
        try:
            add(
                predicate,
                literal(text, wanted, row.place)
                if wanted.datatype
                else _link(text, wanted, terms, things),
            )
        except ValueProblem as problem:
            findings.append(
                _finding(problem.id, f"{wanted.name}: {problem.message}", row, problem.fix)
            )
    return values, findings


def _cells(row: Row, terms: Terms) -> Iterator[tuple[URIRef, str, Property]]:
    """Give each value of the property columns with its property."""
    text = Property("alt", SKOS.altLabel, needs_claim=False, datatype=LANG_STRING)
    for name in row.cells:
        if name == "alt":
            yield from ((SKOS.altLabel, value, text) for value in row.several(name))
        elif name == "translated":
            translated = terms.properties["translatedLabel"]
            yield from ((translated.iri, value, translated) for value in row.several(name, None))
        elif name not in _FIXED:
            wanted = terms.properties[name]
            yield from ((wanted.iri, value, wanted) for value in row.several(name))


def _link(text: str, wanted: Property, terms: Terms, things: Things) -> URIRef:
    """Resolve a reference to a thing the property can point to."""
    return resolve(text, (wanted.range,) if wanted.range else (), wanted.scheme, terms, things).iri


def resolve(
    text: str, classes: Collection[URIRef], scheme: str, terms: Terms, things: Things
) -> Thing:
    """Give the one thing a reference means, of one of ``classes`` or a concept of ``scheme``.

    Raises:
        ValueProblem: there is none, it is of another class, or there are several.

    """
    found = things.find(text)
    if not found:
        fix = _remedy(text, classes, scheme, terms, things)
        raise ValueProblem("unknown-key", f'there is no {scheme or "thing"} "{text}"', fix)
    if scheme:
        fitting = [t for t in found if t.kind == scheme]
        wanted = f"a concept of data/things/{scheme}.csv or of the vocabulary"
    else:
        fitting = [t for t in found if terms.is_a(t.cls, classes)]
        wanted = "of class " + " or ".join(cls.rpartition("#")[2] for cls in classes)
    if not fitting:
        actual = " or ".join(str(t.cls).rpartition("#")[2] for t in found)
        raise ValueProblem(
            "wrong-type",
            f'"{text}" is {actual}, not {wanted}',
            "name another thing, or correct its class",
        )
    if len(fitting) > 1:
        choices = " or ".join(f"{t.kind}/{t.key}" for t in fitting)
        raise ValueProblem("two-things", f'"{text}" can mean several things', f"write {choices}")
    return fitting[0]


def _remedy(
    text: str, classes: Collection[URIRef], scheme: str, terms: Terms, things: Things
) -> str:
    """Say which key may have been meant, else where it can be added; only what fits is offered."""

    def fits(thing: Thing) -> bool:
        return thing.kind == scheme if scheme else terms.is_a(thing.cls, classes)

    near = things.near(text, fits)
    if near:
        return f'write "{near}"'
    if scheme in VOCABULARY_TYPES:
        known = sorted(key for key, found in things.by_key.items() if any(map(fits, found)))
        return "write one of " + ", ".join(known)
    kinds = [kind for kind, cls in THING_CLASSES.items() if cls and terms.is_a(AG[cls], classes)]
    if scheme or (classes and kinds):
        tables = " or ".join(f"{kind}.csv" for kind in ([scheme] if scheme else kinds))
        return f'add a row "{text.rpartition("/")[2]}" to data/things/{tables}'
    return f'add a row "{text.rpartition("/")[2]}" to a table in data/things/'


def _check_columns(row: Row, path: Path, terms: Terms) -> None:
    problems = []
    for name in row.cells:
        wanted = terms.properties.get(name)
        if name in _FIXED:
            continue
        if wanted is None:
            near = nearest(name, [*_FIXED, *terms.properties])
            fix = f'rename it to "{near[0]}"' if near else "remove it, or move it to note"
            problems.append((f'the column "{name}" is no property of the ontology', fix))
        elif wanted.needs_claim:
            fix = "write a row in data/accords/ for each value"
            problems.append((f'"{name}" needs evidence and cannot stand in a table of things', fix))
    if problems:
        place = Place(str(path), 1)
        raise SourceError(Problem("table-column", message, place, fix) for message, fix in problems)


def _finding(id: str, message: str, row: Row, fix: str) -> Finding:
    return Finding(id, message, row.place, fix)
