"""The fast engine by itself: what it finds, what it refuses, what it leaves to the reference."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, SH, XSD, BNode, Graph, Literal
from shacl_strategies import EX, fast, triples_of

from accordsgraph.dataset import Dataset
from accordsgraph.engine.shacl.lexical import Data
from accordsgraph.engine.shacl.shapes import Constraint, read_shapes
from accordsgraph.engine.shacl.triples import ShapeError
from accordsgraph.engine.shacl.wording import wording
from accordsgraph.errors import SourceError
from accordsgraph.formats import RDF_FORMATS
from accordsgraph.syntax import RdfFile, parse_rdf
from accordsgraph.validation import Loaded, Validation, validate_graph, validate_layers

PREFIXES = """
@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def file(text: str) -> RdfFile:
    """Read Turtle, lexical forms as written."""
    return parse_rdf((PREFIXES + text).encode(), RDF_FORMATS["turtle"], Path("shapes.ttl"))


def graph(text: str) -> Graph:
    """Read Turtle into a graph."""
    return file(text).graph()


def found(data: str, shapes: str) -> set[tuple[str, str]]:
    """Validate; give the focus and value of each result in short."""
    outcome = fast(graph(data), graph(shapes))
    assert outcome.not_covered == ()
    return {
        (_short(result.focus), _short(result.value) if result.value is not None else "")
        for result in outcome.results
    }


def _short(term: object) -> str:
    return str(getattr(term, "value", term)).removeprefix(str(EX))


def validation(data: str, shapes: str, engine: str = "fast") -> Validation:
    """Validate with findings and report."""
    return validate_graph(graph(data), [file(shapes)], Dataset(), engine)  # type: ignore[arg-type]


# Targets

TARGETED = (
    "ex:a a ex:Sub ; ex:p ex:b . ex:Sub rdfs:subClassOf ex:Mid . ex:Mid rdfs:subClassOf ex:Top ."
)


@pytest.mark.parametrize(
    ("target", "focus"),
    [
        ("sh:targetClass ex:Top", {"a"}),
        ("sh:targetClass ex:Other", set()),
        ("sh:targetNode ex:nowhere , 5", {"nowhere", "5"}),
        ("sh:targetSubjectsOf ex:p", {"a"}),
        ("sh:targetObjectsOf ex:p", {"b"}),
        ("sh:targetObjectsOf ex:p ; sh:targetClass ex:Sub", {"a", "b"}),
    ],
)
def test_a_target_gives_its_focus_nodes(target: str, focus: set[str]) -> None:
    shapes = f"ex:shape a sh:NodeShape ; {target} ; sh:nodeKind sh:BlankNode ."
    assert {node for node, _ in found(TARGETED, shapes)} == focus


@pytest.mark.parametrize("kind", ["rdfs:Class", "owl:Class"])
def test_a_shape_that_is_a_class_targets_its_instances(kind: str) -> None:
    shapes = f"ex:Top a {kind} , sh:NodeShape ; sh:nodeKind sh:BlankNode ."
    assert found(TARGETED, shapes) == {("a", "a")}


def test_a_class_may_have_many_subclasses_or_nameless_ones() -> None:
    classes = "".join(f"ex:C{n} rdfs:subClassOf ex:Top . ex:i{n} a ex:C{n} ." for n in range(50))
    shapes = "ex:s a sh:NodeShape ; sh:targetClass ex:Top ; sh:nodeKind sh:BlankNode ."
    assert len(found(classes, shapes)) == 50
    some = "ex:s a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:class ex:Top ."
    assert found(classes + "ex:i1 ex:p 1 . ex:x ex:p 1 .", some) == {("x", "x")}
    nameless = "_:sub rdfs:subClassOf ex:Top . ex:a a _:sub ; ex:p 1 . ex:b a ex:C ; ex:p 1 ."
    assert found(nameless, some) == {("b", "b")}


def test_a_target_on_a_class_with_nameless_subclasses_is_left_to_the_reference() -> None:
    shapes = "ex:s a sh:NodeShape ; sh:targetClass ex:Top ; sh:nodeKind sh:BlankNode ."
    report = validation("_:sub rdfs:subClassOf ex:Top . ex:a a _:sub .", shapes)
    assert len(report.findings) == 1
    assert "blank subclass" in report.announcements[0]


# Results

NESTED = """
ex:shape a sh:NodeShape ; sh:targetNode ex:a ; sh:severity sh:Info ; sh:message "outer" ;
    sh:property [ sh:path ex:p ; sh:property ex:inner ] .
ex:inner sh:path ex:q ; sh:minCount 1 ; sh:severity sh:Warning .
"""


def test_a_property_shape_reports_for_itself() -> None:
    (result,) = fast(graph("ex:a ex:p ex:b , ex:c . ex:c ex:q 1 ."), graph(NESTED)).results
    assert _short(result.focus) == "b"
    assert _short(result.shape) == "inner"
    assert _short(result.path) == "q"
    assert result.severity.value == str(SH.Warning)
    assert [message.value for message in result.messages] == ["has fewer values than 1"]


def test_a_value_counts_for_one_of_two_disjoint_siblings_only() -> None:
    shapes = """ex:s a sh:NodeShape ; sh:targetNode ex:a ; sh:property ex:thumb , ex:finger .
        ex:thumb sh:path ex:digit ; sh:qualifiedValueShape [ sh:class ex:Thumb ] ;
            sh:qualifiedValueShapesDisjoint true ; sh:qualifiedMinCount 1 .
        ex:finger sh:path ex:digit ; sh:qualifiedValueShape [ sh:class ex:Finger ] ;
            sh:qualifiedValueShapesDisjoint true ; sh:qualifiedMaxCount 1 ."""
    both = "ex:a ex:digit ex:b , ex:c . ex:b a ex:Finger , ex:Thumb . ex:c a ex:Finger ."
    (result,) = fast(graph(both), graph(shapes)).results
    assert _short(result.shape) == "thumb"
    apart = both + "ex:a ex:digit ex:d . ex:d a ex:Thumb ."
    assert fast(graph(apart), graph(shapes)).results == []


def test_a_longer_path_is_given_as_its_node_and_described_in_the_report() -> None:
    shapes = "ex:s sh:targetNode ex:a ; sh:path ( ex:p ex:q ) ; sh:minCount 1 ."
    report = validation("ex:a ex:p ex:b .", shapes).report
    (path,) = report.objects(None, SH.resultPath)
    assert isinstance(path, BNode)
    assert [str(step) for step in report.items(path)] == [str(EX.p), str(EX.q)]


def test_the_report_is_the_standard_one() -> None:
    shapes = """ex:s a sh:NodeShape ; sh:targetNode ex:a ; sh:sparql [
        sh:message "{?value} of {$this}"@en ;
        sh:select "SELECT $this ?value WHERE { $this <http://example.org/p> ?value }" ] ."""
    report = validation('ex:a ex:p "x" .', shapes).report
    (node,) = report.subjects(RDF.type, SH.ValidationReport)
    (result,) = report.objects(node, SH.result)
    assert report.value(node, SH.conforms) == Literal(lexical_or_value=False)
    assert report.value(result, RDF.type) == SH.ValidationResult
    assert report.value(result, SH.resultMessage) == Literal("x of http://example.org/a", lang="en")
    constraint = report.value(result, SH.sourceConstraint)
    assert report.value(constraint, SH.message) is not None
    conforming = validation("ex:b ex:p 1 .", shapes).report
    assert Literal(lexical_or_value=True) in set(conforming.objects(None, SH.conforms))


def test_a_value_keeps_the_form_it_is_written_in() -> None:
    shapes = 'ex:s sh:targetNode ex:a ; sh:path ex:p ; sh:in ( 1 "2"^^xsd:int ) .'
    values = '"01"^^xsd:integer , "2"^^xsd:int , 2 , "1.0"^^xsd:decimal , 1'
    outcome = fast(graph(f"ex:a ex:p {values} ."), graph(shapes))
    assert {str(result.value) for result in outcome.results} == {
        '"01"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"2"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"1.0"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    }


def test_a_value_asked_for_in_another_form_is_not_there() -> None:
    shapes = 'ex:s sh:targetNode ex:a ; sh:path ex:p ; sh:hasValue "01"^^xsd:integer .'
    assert found("ex:a ex:p 1 .", shapes)
    assert not found('ex:a ex:p "01"^^xsd:integer .', shapes)


def test_values_are_compared_by_value_whatever_their_form() -> None:
    shapes = "ex:s sh:targetNode ex:a ; sh:path ex:p ; sh:minInclusive 5 ; sh:lessThan ex:q ."
    data = 'ex:a ex:p "05"^^xsd:int , "300"^^xsd:byte , "4"^^xsd:short ; ex:q "0006"^^xsd:integer .'
    assert {value for _, value in found(data, shapes)} == {"300", "4"}


def test_a_number_its_datatype_cannot_hold_cannot_be_compared() -> None:
    shapes = "ex:s sh:targetNode ex:a ; sh:path ex:p ; sh:minInclusive 5 ."
    data = (
        'ex:a ex:p "127"^^xsd:byte , "300"^^xsd:byte , "6"^^xsd:negativeInteger , "+7"^^xsd:int .'
    )
    assert {value for _, value in found(data, shapes)} == {"300", "6"}


@pytest.mark.parametrize(
    ("datatype", "right", "wrong"),
    [
        ("integer", "007 -3 +4 99999999999999999999", "1.0 one"),
        ("byte", "-128 127", "128 1.0"),
        ("positiveInteger", "1", "0 -1"),
        ("unsignedLong", "18446744073709551615", "18446744073709551616"),
        ("decimal", "1.50 .5 5.", "1e3 NaN"),
        ("double", "1e3 INF NaN -0.0", "inf 1e"),
        ("boolean", "true 0", "TRUE yes"),
        ("date", "2020-02-29 -0001-01-01 2020-01-01Z", "2021-02-29 2020-1-1"),
        ("dateTime", "2020-01-01T24:00:00", "2020-01-01 2020-01-01T25:00:00"),
        ("dateTimeStamp", "2020-01-01T00:00:00Z", "2020-01-01T00:00:00"),
        ("gYear", "1999 -0044", "99"),
        ("duration", "P1Y PT5M", "P 1Y"),
        ("yearMonthDuration", "P1Y2M", "P1D"),
        ("hexBinary", "0f", "0 xy"),
        ("anyURI", "a:b", ""),
    ],
)
def test_an_ill_typed_literal_is_not_of_its_datatype(datatype: str, right: str, wrong: str) -> None:
    shapes = f"ex:s sh:targetNode ex:a ; sh:path ex:p ; sh:datatype xsd:{datatype} ."
    values = ", ".join(f'"{form}"^^xsd:{datatype}' for form in (*right.split(), *wrong.split()))
    data = f'ex:a ex:p {values} , "x"@en , "a b" , ex:a .'
    odd = {"x", "a b", "a"}
    assert {value for _, value in found(data, shapes)} == {*wrong.split(), *odd}


def test_a_message_is_made_for_a_shape_without_one() -> None:
    for constraint in _one_of_each():
        assert wording(constraint)


def _one_of_each() -> list[Constraint]:
    shapes = graph(
        """ex:s sh:path ex:p ; sh:targetNode ex:a ; sh:class ex:A ; sh:minCount 1 ; sh:maxCount 2 ;
        sh:datatype xsd:date ; sh:nodeKind sh:IRI ; sh:minExclusive 1 ; sh:minInclusive 1 ;
        sh:maxExclusive 2 ; sh:maxInclusive 2 ; sh:minLength 1 ; sh:maxLength 2 ; sh:pattern "x" ;
        sh:languageIn ( "en" ) ; sh:uniqueLang true ; sh:equals ex:q ; sh:disjoint ex:r ;
        sh:lessThan ex:q ; sh:lessThanOrEquals ex:q ; sh:not ex:n ; sh:and ( ex:n ) ; sh:in ( 1 ) ;
        sh:or ( ex:n ) ; sh:xone ( ex:n ) ; sh:node ex:n ; sh:property [ sh:path ex:q ] ;
        sh:qualifiedValueShape ex:n ; sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 2 ;
        sh:closed true ; sh:ignoredProperties ( ex:p ) ; sh:hasValue 1 ;
        sh:sparql [ sh:select "SELECT $this {}" ] . ex:n a sh:NodeShape ."""
    )
    constraints = read_shapes(triples_of(shapes)).by_node[ox.NamedNode(str(EX.s))].constraints
    assert len(constraints) == 30
    return [constraint for constraint in constraints if constraint.name != "property"]


# What is not covered is announced, and the reference validates it

DATA = "ex:a a ex:A ; ex:p ex:b , 1 . ex:b ex:p ex:a ."
UNCOVERED = {
    "sh:js": "sh:js [ sh:jsFunctionName 'f' ]",
    "sh:expression": "sh:expression [ sh:path ex:p ]",
    "sh:rule": "sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate ex:p ; sh:object 1 ]",
    "sh:target": "sh:target [ a sh:SPARQLTarget ; sh:select 'SELECT ?this { ?this ?p ?o }' ]",
    "sh:reifierShape": "sh:reifierShape [ sh:nodeKind sh:IRI ]",
    "<http://example.org/most>": "ex:most 1",
    "itself": "sh:node [ sh:property [ sh:path ex:p ; sh:node ex:shape ] ]",
    "itself, directly": "sh:property [ sh:path ex:p ; sh:property ex:loop ]",
    "deep": "sh:node " + "[ sh:not " * 12 + "[ sh:nodeKind sh:Literal ]" + " ]" * 12,
    "large": f"sh:or ( {'[ sh:class ex:A ] ' * 400})",
    "regular expression": "sh:pattern '(?=h)h'",
    "$currentShape": "sh:sparql [ sh:select 'SELECT $this { FILTER ($currentShape = $this) }' ]",
    "counts": "sh:sparql [ sh:select 'SELECT $this ?x { $this ?p ?x } GROUP BY ?x' ]",
    "sh:entailment": "sh:nodeKind sh:BlankNode . ex:graph sh:entailment ex:none",
}
COMPONENT = """
ex:Most a sh:ConstraintComponent ; sh:parameter [ sh:path ex:most ] ;
    sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER (isIRI($value)) }" ] .
ex:loop sh:path ex:p ; sh:property ex:loop .
"""


@pytest.mark.filterwarnings("ignore")  # the reference warns of recursion
@pytest.mark.parametrize("what", UNCOVERED)
def test_what_is_not_covered_is_left_to_the_reference_and_said(what: str) -> None:
    shapes = f"ex:shape a sh:NodeShape ; sh:targetClass ex:A ; {UNCOVERED[what]} ."
    shapes += " ex:other sh:targetNode ex:a ; sh:path ex:p ; sh:maxCount 1 ; sh:message 'much' ."
    outcome = fast(graph(DATA), graph(shapes + COMPONENT))
    assert str(EX.shape) in {str(left.shape.value) for left in outcome.not_covered}
    if what == "sh:entailment":
        return
    quick = validation(DATA, shapes + COMPONENT)
    slow = validation(DATA, shapes + COMPONENT, "reference")
    (announcement,) = quick.announcements
    assert "shape" in announcement
    assert what.split(",")[0].split(" ")[0] in announcement
    assert "pyshacl" in announcement
    assert set(quick.findings) == set(slow.findings)
    assert str(EX.other) in {finding.id for finding in quick.findings}


def test_a_shape_that_is_not_covered_does_not_keep_others_from_being_so() -> None:
    shapes = """ex:bad sh:targetNode ex:a ; sh:not ex:inner , ex:other .
        ex:other sh:path ex:p ; sh:pattern "(?=x)" . ex:inner sh:path ex:p ; sh:not ex:other .
        ex:good sh:targetNode ex:a ; sh:path ex:p ; sh:node ex:node . ex:node sh:not ex:most .
        ex:most sh:path ex:p ; sh:class ex:A .
        ex:worse sh:targetNode ex:a ; sh:not ex:other ."""
    outcome = fast(graph(DATA), graph(shapes))
    assert {(_short(left.shape), "sh:pattern" in left.reason) for left in outcome.not_covered} == {
        ("bad", True),
        ("worse", True),
    }
    assert {_short(result.shape) for result in outcome.results} == {"good"}


def test_numbers_too_large_to_compare_are_left_to_the_reference() -> None:
    shapes = "ex:s sh:targetNode ex:a ; sh:path ex:p ; sh:maxInclusive 5 ."
    report = validation("ex:a ex:p 99999999999999999999 .", shapes)
    assert len(report.findings) == 1
    assert "too large" in report.announcements[0]


def test_a_missing_target_node_reaches_itself_by_no_step() -> None:
    shapes = "ex:s sh:targetNode ex:nowhere ; sh:path [ sh:zeroOrMorePath ex:p ] ; sh:class ex:A ."
    report = validation(DATA, shapes)
    assert len(report.findings) == 1
    assert "no steps" in report.announcements[0]


def test_announcements_of_two_runs_are_joined_and_said_once() -> None:
    shapes = 'ex:bad sh:targetNode ex:a ; sh:path ex:p ; sh:pattern "(?=x)" .'
    both = validation(DATA, shapes) + validation(DATA, shapes)
    assert len(both.announcements) == 1


# Shapes that are wrong

WRONG = {
    "two paths": "sh:path ex:p , ex:q ; sh:minCount 1",
    "a node shape with a path": "a sh:NodeShape ; sh:path ex:p",
    "a property shape without": "a sh:PropertyShape ; sh:minCount 1",
    "a path of nothing": "sh:path [ ]",
    "a path of one step": "sh:path ( ex:p )",
    "a path of two kinds": "sh:path [ sh:inversePath ex:p ; sh:zeroOrOnePath ex:p ]",
    "a literal as path": 'sh:path "p"',
    "a path in a circle": "sh:path _:c . _:c sh:inversePath _:c",
    "a path that ends": "sh:path [ rdf:first ex:p ; rdf:rest [ rdf:first ex:q ] ]",
    "no count": 'sh:path ex:p ; sh:minCount "many"',
    "a negative count": "sh:path ex:p ; sh:maxCount -1",
    "two counts": "sh:path ex:p ; sh:maxCount 1 , 2",
    "a count on a node shape": "sh:minCount 1",
    "no node kind": "sh:nodeKind ex:IRI",
    "no class": 'sh:class "x"',
    "no list": "sh:in ex:a",
    "a list in a circle": "sh:in _:l . _:l rdf:first 1 ; rdf:rest _:l",
    "an empty list of shapes": "sh:or ( )",
    "a literal as shape": "sh:not 5",
    "a property without path": "sh:property [ sh:minCount 1 ]",
    "no truth value": 'sh:closed "maybe"',
    "two truths": "sh:deactivated true , false",
    "an unqualified shape": "sh:path ex:p ; sh:qualifiedValueShape [ sh:class ex:A ]",
    "a pattern that is an IRI": "sh:pattern ex:x",
    "two severities": "sh:severity sh:Info , sh:Warning",
    "no query": "sh:sparql [ sh:message 'x' ]",
    "a path where there is none": "sh:sparql [ sh:select 'SELECT $this { $this $PATH ?x }' ]",
    "a prefix without a namespace": "sh:sparql [ sh:select 'SELECT $this { ?x ?y ?z }' ; "
    "sh:prefixes [ sh:declare [ sh:prefix 'ex' ] ] ]",
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_shape_is_refused_with_its_line(what: str) -> None:
    shapes = f"ex:shape sh:targetClass ex:A ;\n {WRONG[what]} ."
    with pytest.raises(ShapeError):
        fast(graph(DATA), graph(shapes))
    with pytest.raises(SourceError) as raised:
        validation(DATA, shapes)
    (problem,) = raised.value.problems
    assert problem.id == "shape"
    assert problem.place is not None
    assert problem.place.line > 6


# Layers


def test_layers_are_loaded_once() -> None:
    dataset = Dataset()
    loaded = Loaded()
    dataset.add("record", graph("ex:a ex:p 1 ."))
    shapes = [file("ex:s sh:targetNode ex:a ; sh:path ex:p ; sh:maxCount 1 .")]
    assert validate_layers(dataset, ["record"], shapes, loaded=loaded).findings == ()
    dataset.add("derived", graph("ex:a ex:p 2 ."))
    both = ["record", "derived"]
    assert len(validate_layers(dataset, both, shapes, loaded=loaded).findings) == 1
    assert len(loaded.data.store) == 2
    assert len(validate_layers(dataset, both, shapes, "reference").findings) == 1


def test_nameless_shapes_are_told_apart_by_what_they_say() -> None:
    shapes = """ex:s a sh:NodeShape ; sh:targetNode ex:a ;
        sh:property [ sh:path ex:p ; sh:minCount 3 ] , [ sh:path ex:q ; sh:minCount 1 ] ."""
    results = fast(graph(DATA), graph(shapes)).results
    assert {_short(result.path) for result in results} == {"p", "q"}
    assert len({str(result.shape) for result in results}) == 2


def test_a_literal_that_comes_twice_is_not_taken_for_a_rewritten_one() -> None:
    def said(subject: str, form: str, datatype: str) -> ox.Quad:
        value = ox.Literal(form, datatype=ox.NamedNode(str(XSD[datatype])))
        return ox.Quad(ox.NamedNode(subject), ox.NamedNode("x:p"), value)

    data = Data().add(said(f"x:{name}", "P9M", "duration") for name in "ab")
    assert not data.kept
    assert data.add([said("x:c", "01", "integer")]).kept
