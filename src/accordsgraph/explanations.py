"""Write an explanation: as text, JSON, RDF (PROV-O, https://www.w3.org/TR/prov-o/) or a picture."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from html import escape

import pyoxigraph as ox

from accordsgraph.evidence import Claim, Passage, Term
from accordsgraph.explaining import Explanation, Step, Triple
from accordsgraph.labels import Labels
from accordsgraph.namespaces import HOME, RDF, TERMS

_PROV = "http://www.w3.org/ns/prov#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"

KINDS = {
    "asserted": "This is written.",
    "inferred": "Nobody wrote this; it follows from what is written.",
    "computed": "Nobody wrote this; it is computed from dates.",
    "reported": "A source says this; the graph does not.",
    "disputed": "A source says this, and it is disputed; the graph does not say it.",
    "denied": "This is not in the graph, and a source speaks against it.",
    "unknown": "This is not in the graph, and no source says anything about it.",
}
"""What each kind of explanation begins with."""

CLAIMED = "A source says this; in the graph it follows from what is written."
NEAREST = 10
"""How many of the nearest claims are shown as text."""

Words = Callable[[Triple], str]
Quote = Callable[[Passage], str]


def in_words(labels: Labels) -> Words:
    """Give the function that writes a statement for people."""

    def called(term: Term) -> str:
        return shown_participation(term) or labels.shown(term)

    def shown_participation(term: Term) -> str:
        kind, _, key = str(term).rstrip(">").rpartition("/")
        if not kind.endswith("/participation"):
            return ""
        whole, role, agent = (*key.split("--"), "", "")[:3]
        return f"the part of {agent} in {whole} ({role})"

    def words(triple: Triple) -> str:
        subject, predicate, value = triple
        return f"{called(subject)} · {labels.shown(ox.NamedNode(predicate))} · {called(value)}"

    return words


def _unquoted(_passage: Passage) -> str:
    """Quote nothing."""
    return ""


def as_text(found: Explanation, words: Words, quote: Quote = _unquoted) -> str:
    """Write an explanation for a terminal; sources are numbered below.

    ``quote`` gives the words of a passage, '' where they are not at hand.
    """
    cited = _Citations()
    head = CLAIMED if found.kind == "inferred" and found.claim else KINDS[found.kind]
    lines = [words(found.triple), head + (cited.mark(found.claim) if found.claim else "")]
    for number, step in enumerate(found.steps, 1):
        if step.rule:
            title = f"Proof {number}" if len(found.steps) > 1 else "Proof"
            lines += ["", f"{title}:", *_tree(step, words, cited, 1)]
        elif step.place:
            lines.append(f"at: {step.place}")
    for title, claims in (
        ("Against it", found.against),
        ("What is said that comes nearest", found.nearest[:NEAREST]),
    ):
        if claims:
            lines += ["", f"{title}:"]
            lines += [f"  {_of(claim, words)}{cited.mark(claim)}" for claim in claims]
    if len(found.nearest) > NEAREST:
        lines.append(f"  and {len(found.nearest) - NEAREST} more")
    if cited:
        lines += ["", "Who says so:"]
        for claim, number in cited.items():
            lines += _sources(claim, number, words, quote)
    return "\n".join(lines) + "\n"


class _Citations(dict[Claim, int]):
    """Numbers claims in the order in which they are named."""

    def mark(self, claim: Claim) -> str:
        return f" [{self.setdefault(claim, len(self) + 1)}]"


def _tree(step: Step, words: Words, cited: _Citations, depth: int) -> Iterator[str]:
    indent = "  " * depth
    mark = cited.mark(step.claim) if step.claim else ""
    yield f"{indent}{words(step.triple)}{mark}"
    if step.rule:
        yield f"{indent}  because {step.because} ({step.rule})"
    elif step.place:
        yield f"{indent}  at: {step.place}"
    for premise in step.premises:
        yield from _tree(premise, words, cited, depth + 1)


def _sources(claim: Claim, number: int, words: Words, quote: Quote) -> Iterator[str]:
    natures = f", {', '.join(claim.natures)}" if claim.natures else ""
    yield f"  [{number}] {_of(claim, words)}: {claim.status}{natures}"
    for title, passages in (("said in", claim.passages), ("denied in", claim.against)):
        if passages:
            yield f"      {title}: {', '.join(f'{p.source} {p.locator}' for p in passages)}"
        yield from (f"        {said}" for said in map(quote, passages) if said)
    yield from (f"      note: {note}" for note in claim.notes)


def _of(claim: Claim, words: Words) -> str:
    return words((claim.subject, claim.predicate, claim.object))


def as_json(found: Explanation, words: Words) -> str:
    """Write an explanation as JSON, every statement as terms and in words."""
    data = {
        "statement": _statement(found.triple, words),
        "kind": found.kind,
        "claim": _claim(found.claim, words) if found.claim else None,
        "place": found.place or None,
        "proofs": [_step(step, words) for step in found.steps],
        "against": [_claim(claim, words) for claim in found.against],
        "nearest": [_claim(claim, words) for claim in found.nearest],
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _statement(triple: Triple, words: Words) -> dict[str, str]:
    subject, predicate, value = triple
    return {
        "subject": str(subject),
        "property": f"<{predicate}>",
        "object": str(value),
        "words": words(triple),
    }


def _claim(claim: Claim, words: Words) -> dict[str, object]:
    return {
        "claim": claim.iri,
        "statement": _statement((claim.subject, claim.predicate, claim.object), words),
        "status": claim.status,
        "natures": list(claim.natures),
        "passages": list(map(str, claim.passages)),
        "against": list(map(str, claim.against)),
        "notes": list(claim.notes),
    }


def _step(step: Step, words: Words) -> dict[str, object]:
    return {
        "statement": _statement(step.triple, words),
        "rule": step.rule or None,
        "because": step.because or None,
        "place": step.place or None,
        "claim": _claim(step.claim, words) if step.claim else None,
        "premises": [_step(premise, words) for premise in step.premises],
    }


def as_html(found: Explanation, words: Words) -> str:
    """Write an explanation as nested lists, for a notebook or a page."""

    def item(step: Step) -> str:
        why = f" <small>because {escape(step.because)} ({step.rule})</small>" if step.rule else ""
        sources = ", ".join(map(str, step.claim.passages)) if step.claim else step.place
        said = f" <small>{escape(sources)}</small>" if sources and not step.rule else ""
        below = "".join(map(item, step.premises))
        nested = f"<ul>{below}</ul>" if below else ""
        return f"<li>{escape(words(step.triple))}{why}{said}{nested}</li>"

    def told(title: str, claims: tuple[Claim, ...]) -> str:
        items = (
            f"<li>{escape(_of(claim, words))}"
            f" <small>{escape(', '.join(map(str, claim.passages)))}</small></li>"
            for claim in claims
        )
        return f"<p>{title}</p><ul>{''.join(items)}</ul>" if claims else ""

    head = CLAIMED if found.kind == "inferred" and found.claim else KINDS[found.kind]
    return (
        f"<p><strong>{escape(words(found.triple))}</strong><br>{head}</p>"
        + "".join(f"<ul>{item(step)}</ul>" for step in found.steps)
        + told("Against it", found.against)
        + told("What is said that comes nearest", found.nearest[:NEAREST])
    )


def as_turtle(found: Explanation, prefixes: dict[str, str]) -> str:
    """Write the proofs as PROV-O: each statement an entity derived from those it rests on."""
    triples: list[ox.Triple] = []
    known: dict[Triple, ox.BlankNode] = {}

    def say(subject: ox.BlankNode, predicate: str, value: Term) -> None:
        triples.append(ox.Triple(subject, ox.NamedNode(predicate), value))

    def entity(step: Step) -> ox.BlankNode:
        if step.triple in known:
            return known[step.triple]
        node = known[step.triple] = ox.BlankNode(f"s{len(known) + 1}")
        subject, predicate, value = step.triple
        say(node, RDF + "type", ox.NamedNode(_PROV + "Entity"))
        say(node, RDF + "type", ox.NamedNode(RDF + "Statement"))
        say(node, RDF + "subject", subject)
        say(node, RDF + "predicate", ox.NamedNode(predicate))
        say(node, RDF + "object", value)
        if step.claim:
            say(node, _PROV + "wasDerivedFrom", ox.NamedNode(step.claim.iri))
            for passage in step.claim.passages:
                key = f"{passage.source}--{passage.locator.replace('.', '-')}"
                cited = ox.NamedNode(f"{HOME}id/passage/{key}")
                say(node, _PROV + "hadPrimarySource", cited)
        if step.rule:
            activity = ox.BlankNode(f"r{len(known)}")
            say(node, _PROV + "wasGeneratedBy", activity)
            say(activity, RDF + "type", ox.NamedNode(_PROV + "Activity"))
            say(activity, _RDFS + "label", ox.Literal(step.rule))
            say(activity, _RDFS + "comment", ox.Literal(step.because, language="en"))
            for premise in step.premises:
                used = entity(premise)
                say(activity, _PROV + "used", used)
                say(node, _PROV + "wasDerivedFrom", used)
        return node

    for step in found.steps:
        entity(step)
    names = prefixes | {"prov": _PROV, "rdf": RDF, "rdfs": _RDFS, "ag": TERMS}
    written: bytes = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=names) or b""
    lines = written.decode().split("\n")
    body = "\n".join(line for line in lines if not line.startswith("@prefix"))
    words = body.split()
    used = [h for h in lines if h.startswith("@prefix") and _is_used(h.split()[1], words)]
    return "\n".join([*sorted(used), "", body.lstrip()])


def _is_used(prefix: str, words: list[str]) -> bool:
    return any(word.startswith(prefix) for word in words)


def as_mermaid(found: Explanation, words: Words) -> str:
    """Write the shortest proof as a Mermaid flowchart, conclusions above what they rest on."""
    lines = ["flowchart TD"]
    known: dict[Triple, str] = {}

    def node(step: Step) -> str:
        if step.triple not in known:
            name = known[step.triple] = f"s{len(known) + 1}"
            text = words(step.triple).replace('"', "#quot;")
            source = ", ".join(dict.fromkeys(step.claim.sources)) if step.claim else step.place
            lines.append(f'  {name}["{text}{f"<br><small>{source}</small>" if source else ""}"]')
            below = [node(premise) for premise in step.premises]
            lines.extend(f'  {name} -->|"{step.rule}"| {other}' for other in below)
        return known[step.triple]

    for step in found.steps[:1]:
        node(step)
    return "\n".join(lines) + "\n"
