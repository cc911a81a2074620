"""Reasoners for OWL 2 RL from the package index: from a file of N-Triples to the closed graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import answers
from nemo_rules import rules
from runners import Answer, Clock, Job, runner
from stores import bytes_of


def of_rdflib(triples: Iterable[tuple[Any, Any, Any]]) -> Iterator[str]:
    """Write the triples of rdflib as all are written; a literal as subject is no RDF."""
    import pyoxigraph as ox
    from rdflib import Literal

    for subject, predicate, value in triples:
        if not isinstance(subject, Literal):
            line = f"{subject.n3()} {predicate.n3()} {value.n3()} ."
            for quad in ox.parse(line, format=ox.RdfFormat.N_TRIPLES):
                yield from answers.written(quad.triple)


@runner("close", "owlrl", "owlrl", "rdflib", limit=10_000)
def owlrl(job: Job, clock: Clock) -> Answer:
    """Close with owlrl, without its axiomatic triples."""
    with clock("import"):
        from owlrl import OWLRL
        from rdflib import Graph
    with clock("load"):
        graph = Graph().parse(job.data, format="nt").parse(job.ontology, format="turtle")
    with clock("reason"):
        semantics = OWLRL.OWLRL_Semantics(graph, axioms=False, daxioms=False, rdfs=False)
        semantics.closure()
    return lambda: {
        "contradictions": len(semantics.error_messages),
        **answers.closure(of_rdflib(graph), job),
    }


@runner("all", "owlrl, pyshacl", "owlrl", "pyshacl", "rdflib", limit=10_000)
def reference(job: Job, clock: Clock) -> Answer:
    """Load with rdflib, close with owlrl, validate with pyshacl, write sorted N-Triples."""
    with clock("import"):
        import pyshacl
        from owlrl import OWLRL
        from rdflib import SH, Graph, Literal
    with clock("load"):
        graph = Graph().parse(job.data, format="nt").parse(job.ontology, format="turtle")
    with clock("reason"):
        OWLRL.OWLRL_Semantics(graph, axioms=False, daxioms=False, rdfs=False).closure()
        for subject, predicate, value in list(graph):
            if isinstance(subject, Literal) or subject == value:  # a closed shape would count it
                graph.remove((subject, predicate, value))
    with clock("validate"):
        shapes = Graph().parse(job.shapes, format="turtle")
        _, report, _ = pyshacl.validate(graph, shacl_graph=shapes)
    path = job.folder / "reference.nt"
    with clock("write"):
        text = graph.serialize(format="nt", encoding="utf-8")
        path.write_bytes(b"".join(sorted(text.splitlines(keepends=True))))
    assert isinstance(report, Graph)  # else it is an error of pyshacl
    return lambda: {"results": len(set(report.objects(None, SH.result))), **bytes_of(path)()}


@runner(
    *("close", "reasonable", "reasonable", "rdflib"),
    limit=10_000,
    because="it takes all accords with an entry in a register for one, so it infers ever more",
)
def reasonable(job: Job, clock: Clock) -> Answer:
    """Close with reasonable."""
    with clock("import"):
        from reasonable import PyReasoner
    with clock("load"):
        reasoner = PyReasoner()
        turtle = job.folder / "reasonable.ttl"  # it reads N-Triples only under another name
        turtle.unlink(missing_ok=True)
        turtle.symlink_to(job.data.resolve())
        reasoner.load_file(str(turtle))
        reasoner.load_file(str(job.ontology))
    with clock("reason"):
        triples = reasoner.reason()
    return lambda: answers.closure(_of_reasonable(triples, job), job)


def _of_reasonable(triples: Iterable[tuple[Any, Any, Any]], job: Job) -> Iterator[str]:
    # it gives terms of rdflib, and may give what was asserted or leave it out
    yield from {*of_rdflib(triples), *answers.read(job.data)}


@runner("close", "nemo", "nemo-python")
def nemo(job: Job, clock: Clock) -> Answer:
    """Close with Nemo, the ontology compiled into its rules; what is new goes to a file."""
    with clock("import"):
        import nmo_python
    with clock("compile"):
        program = rules(job.ontology, job.data, "inferred.nt")
        engine = nmo_python.NemoEngine(nmo_python.load_string(program))
    with clock("read and reason"):
        engine.reason()
    with clock("write"):
        output = nmo_python.NemoOutputManager(str(job.folder / "nemo"), overwrite=True)
        engine.write_result("inferred", output)
    inferred = job.folder / "nemo" / "inferred.nt"
    return lambda: answers.closure(
        (line for p in (inferred, job.data) for line in answers.read(p)), job
    )
