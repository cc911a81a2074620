"""A finding about a statement can say why the statement holds."""

from __future__ import annotations

from pathlib import Path

from conftest import Run

ONTOLOGY = """
@prefix x: <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
x:signs rdfs:subPropertyOf x:touches .
"""
SHAPES = """
@prefix x: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
x:Untouched sh:targetSubjectsOf x:signs ; sh:property [
  sh:path x:touches ; sh:nodeKind sh:Literal ; sh:message "touches no literal; write one" ] .
x:Unsigned sh:targetNode x:absent ; sh:property [ sh:path x:signs ; sh:minCount 1 ] .
"""


def test_a_finding_about_a_statement_says_where_it_comes_from(run: Run, tmp_path: Path) -> None:
    for name, text in (
        ("o.ttl", ONTOLOGY),
        ("s.ttl", SHAPES.replace("x:touches ; sh:node", "x:signs ; sh:node")),
        ("d.ttl", "@prefix x: <https://example.org/> . x:a x:signs x:b ."),
    ):
        (tmp_path / name).write_text(text)
    command = ("validate", "--data", "d.ttl", "--ontology", "o.ttl", "--shapes", "s.ttl")
    plain = run(*command, cwd=tmp_path)
    explained = run(*command, "--explain", cwd=tmp_path)
    assert (plain.returncode, explained.returncode) == (1, 1)
    assert explained.stdout.startswith(plain.stdout)
    assert "This is written." in explained.stdout
    assert explained.stdout.count("touches no literal") == 2
