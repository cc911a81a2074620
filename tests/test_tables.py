"""Tables are read as people save them, and every wrong row is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordsgraph.errors import Place, Problem, SourceError
from accordsgraph.tables import LIMIT, Columns, Row, read_table, write_table

AB = Columns(("a", "b"), ("note",))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "rows.csv"


def cells(path: Path, columns: Columns = AB) -> list[tuple[int, dict[str, str]]]:
    return [(row.place.line, row.cells) for row in read_table(path, columns)]


def problems_of(path: Path, columns: Columns = AB, comments: str = "") -> list[Problem]:
    with pytest.raises(SourceError) as caught:
        read_table(path, columns, comments)
    return list(caught.value.problems)


def problem_of(path: Path, columns: Columns = AB) -> Problem:
    (problem,) = problems_of(path, columns)
    return problem


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_any_spreadsheet_s_dialect_gives_the_same_rows(
    table: Path, separator: str, encoding: str, newline: str
) -> None:
    text = f"a{separator}b\nGenève{separator}“x”\nşura{separator}\n".replace("\n", newline)
    if encoding == "utf-16-le-bom":
        table.write_bytes("\ufeff".encode("utf-16-le") + text.encode("utf-16-le"))
    else:
        table.write_bytes(text.encode(encoding))
    assert [(2, {"a": "Genève", "b": "“x”"}), (3, {"a": "şura", "b": ""})] == cells(table)


def test_big_endian_utf_16_is_read_too(table: Path) -> None:
    table.write_bytes("\ufeffa,b\nx,y\n".encode("utf-16-be"))
    assert [(2, {"a": "x", "b": "y"})] == cells(table)


def test_cells_and_names_are_stripped_and_blank_rows_left_out(table: Path) -> None:
    table.write_text(" a , b \n\n  x ,\ty \n , \n,\nz,\n")
    assert [(3, {"a": "x", "b": "y"}), (6, {"a": "z", "b": ""})] == cells(table)


def test_a_row_knows_its_file_and_gives_nothing_for_a_column_that_is_not_there(
    table: Path,
) -> None:
    table.write_text("a,b\nx,y\n")
    (row,) = read_table(table, AB)
    assert Place(str(table), 2) == row.place
    assert ("x", "", "") == (row["a"], row["note"], row["anything"])


def test_a_cell_may_hold_several_values() -> None:
    row = Row({"alt": " a@en | b c@fr ||", "passages": " x#1  y#2 ", "empty": ""}, Place("x"))
    assert ["a@en", "b c@fr"] == row.several("alt")
    assert ["x#1", "y#2"] == row.several("passages", None)
    assert [] == row.several("empty")
    assert [] == row.several("missing", None)


def test_quoted_cells_keep_separators_quotes_and_lines(table: Path) -> None:
    table.write_text('a,b\n"x, ""y""","one\ntwo\n\nthree"\n"",z\nlast,"l\nl"\n')
    assert [
        (2, {"a": 'x, "y"', "b": "one\ntwo\n\nthree"}),
        (6, {"a": "", "b": "z"}),
        (7, {"a": "last", "b": "l\nl"}),
    ] == cells(table)


def test_a_quote_inside_an_unquoted_cell_is_only_a_quote(table: Path) -> None:
    table.write_text('a,b\n5" gun,y\n')
    assert [(2, {"a": '5" gun', "b": "y"})] == cells(table)


def test_a_header_only_is_a_table_without_rows(table: Path) -> None:
    for text in ("a,b", "a,b\n", "a,b,note\n\n"):
        table.write_text(text)
        assert [] == cells(table)


def test_a_table_of_one_column_needs_no_separator(table: Path) -> None:
    table.write_text("a\nx\ny\n")
    assert [(2, {"a": "x"}), (3, {"a": "y"})] == cells(table, Columns(("a",)))


def test_lines_before_the_header_may_be_comments_and_count(table: Path) -> None:
    table.write_text("#one: 1\n#two\na\tb\nx\ty\n#no comment\tz\n")
    rows = read_table(table, AB, comments="#")
    assert [(4, "x"), (5, "#no comment")] == [(row.place.line, row["a"]) for row in rows]


@pytest.mark.parametrize("text", ["", "\n \n", "\ufeff"])
def test_an_empty_file_is_an_error_that_gives_the_first_line_to_write(
    table: Path, text: str
) -> None:
    table.write_text(text, encoding="utf-8")
    problem = problem_of(table)
    assert ("table-empty", Place(str(table), 1)) == (problem.id, problem.place)
    assert "the first line is: a,b,note" == problem.fix


def test_comments_alone_are_no_table(table: Path) -> None:
    table.write_text("#one\n#two")
    found = problems_of(table, comments="#")
    assert ['this table has no column "a"', 'this table has no column "b"'] == [
        p.message for p in found
    ]


def test_a_missing_file_is_an_error(table: Path) -> None:
    assert "file-missing" == problem_of(table).id


def test_bytes_that_are_not_utf_8_are_named_with_their_line(table: Path) -> None:
    table.write_bytes("a,b\nGenève,x\nGenè".encode() + "ève".encode("cp1252") + b",y\n")
    problem = problem_of(table)
    assert ("encoding", "this file is not UTF-8", Place(str(table), 3)) == (
        problem.id,
        problem.message,
        problem.place,
    )
    assert "CSV UTF-8" in problem.fix


def test_half_a_letter_of_utf_16_is_an_error(table: Path) -> None:
    table.write_bytes("a,b\nx,y\n".encode("utf-16")[:-1])
    assert "this file is not UTF-8" == problem_of(table).message


def test_a_zero_byte_is_named_with_its_line(table: Path) -> None:
    table.write_bytes(b"a,b\nx,y\nz,\0\n")
    problem = problem_of(table)
    assert ("encoding", "this file holds a zero byte", Place(str(table), 3)) == (
        problem.id,
        problem.message,
        problem.place,
    )
    table.write_bytes("a,b\nx,y\n".encode("utf-16-le"))
    assert ("this file holds a zero byte", Place(str(table), 1)) == (
        problem_of(table).message,
        problem_of(table).place,
    )


@pytest.mark.parametrize("row", ['"x" y,z', 'x,"y', '"x\nx,y\n'])
def test_a_quote_that_is_not_closed_is_named_where_its_row_begins(table: Path, row: str) -> None:
    table.write_text('a,b\n"1\n2",3\n' + row)
    problem = problem_of(table)
    assert ("table-quotes", Place(str(table), 4)) == (problem.id, problem.place)
    assert "write a quote inside it twice" in problem.fix


def test_rows_with_other_numbers_of_cells_are_all_named(table: Path) -> None:
    table.write_text("a,b\nx\nx,y\nx,y,z\n")
    short, long = problems_of(table)
    assert (Place(str(table), 2), Place(str(table), 4)) == (short.place, long.place)
    assert "this row has 1 cells, the table has 2 columns" == short.message
    assert "this row has 3 cells, the table has 2 columns" == long.message
    assert "leave the last cells empty, but write their separators" == short.fix
    assert 'put a cell that holds the separator between double quotes "…"' == long.fix


def test_a_cell_may_be_long_but_not_too_long(table: Path) -> None:
    table.write_text(f"a,b\n{'x' * LIMIT},y\n")
    assert LIMIT == len(cells(table)[0][1]["a"])
    table.write_text(f"a,b\nx,y\nx,{'y' * (LIMIT + 1)}\n")
    problem = problem_of(table)
    assert ("table-cell", Place(str(table), 3)) == (problem.id, problem.place)
    assert "a cell of this row holds more than 10,000 characters" == problem.message


def test_a_cell_beyond_what_the_reader_can_hold_is_an_error(table: Path) -> None:
    table.write_text(f"a,b\nx,y\nx,{'y' * 200_000}\n")
    problem = problem_of(table)
    assert ("table-cell", "a cell of this row is too long", Place(str(table), 3)) == (
        problem.id,
        problem.message,
        problem.place,
    )


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("a", [('this table has no column "b"', "the first line is: a,b,note")]),
        ("a,b,nott", [('"nott" is no column of such a table', 'rename it to "note"')]),
        ("a,b,xyz", [('"xyz" is no column of such a table', "remove it, or move it to note")]),
        ("a,b,", [('"" is no column of such a table', "remove it, or move it to note")]),
        ("a,b,a", [('two columns are called "a"', "rename one")]),
        (
            "b,b,xyz",
            [
                ('this table has no column "a"', "the first line is: a,b,note"),
                ('two columns are called "b"', "rename one"),
                ('"xyz" is no column of such a table', "remove it, or move it to note"),
            ],
        ),
    ],
)
def test_a_wrong_header_is_said_at_once_with_a_remedy(
    table: Path, header: str, found: list[tuple[str, str]]
) -> None:
    table.write_text(header + "\n1,2,3\n")
    problems = problems_of(table)
    assert found == [(p.message, p.fix) for p in problems]
    assert {("table-column", Place(str(table), 1))} == {(p.id, p.place) for p in problems}


def test_a_table_may_allow_any_further_column_but_no_nameless_one(table: Path) -> None:
    columns = Columns(("a",), others=True)
    table.write_text("a,regimeOf\nx,y\n")
    assert [(2, {"a": "x", "regimeOf": "y"})] == cells(table, columns)
    table.write_text("a,\nx,y\n")
    assert '"" is no column of such a table' == problem_of(table, columns).message


def test_a_table_is_written_in_one_form() -> None:
    rows = [["x", ""], ['1, "2"', "l\nl"]]
    assert 'a,b\nx,\n"1, ""2""","l\nl"\n' == write_table(["a", "b"], rows)
    assert "a\n" == write_table(["a"], [])


cell = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=8)
stripped = cell.map(str.strip)


@given(
    st.lists(
        st.sampled_from(["a", "b c", "é", "x-1"]), min_size=1, max_size=4, unique=True
    ).flatmap(
        lambda names: st.tuples(
            st.just(names),
            st.lists(st.lists(stripped, min_size=len(names), max_size=len(names)).filter(any)),
        )
    )
)
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, table: tuple[list[str], list[list[str]]]
) -> None:
    names, rows = table
    path = tmp_path_factory.getbasetemp() / "written.csv"
    path.write_bytes(write_table(names, rows).encode())
    read = read_table(path, Columns((names[0],), others=True))
    assert [dict(zip(names, row, strict=True)) for row in rows] == [row.cells for row in read]
    assert write_table(names, rows) == write_table(names, ([*row.cells.values()] for row in read))
