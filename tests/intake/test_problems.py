from core.intake.problems import PROBLEM_LIMIT, ProblemCode, ProblemLog, Refusal, RowProblem, Severity, shown
from core.text import Lang, Text

EMPTY = Refusal(ProblemCode.CELL_EMPTY, Text(zh="不能为空", en="may not be empty"))


def test_a_problem_is_rendered_with_its_file_row_and_column() -> None:
    problem = RowProblem("list.csv", 7, "姓名", EMPTY.code, EMPTY.message)

    assert problem.render(Lang.EN) == "list.csv:row 7, column «姓名»: may not be empty"
    assert problem.render(Lang.ZH) == "list.csv:第7行，列«姓名»：不能为空"


def test_a_problem_of_the_whole_file_names_no_row() -> None:
    assert RowProblem("list.csv", 0, None, EMPTY.code, EMPTY.message).render(Lang.EN) == "list.csv: may not be empty"


def test_problems_come_by_row_whatever_the_order_in_which_they_were_found() -> None:
    log = ProblemLog("list.csv")
    log.error(9, None, EMPTY)
    log.warning(2, None, EMPTY)

    assert [(problem.row, problem.severity) for problem in log.problems()] == [
        (2, Severity.WARNING),
        (9, Severity.ERROR),
    ]
    assert not log.stopped


def test_the_thousandth_error_stops_the_reading_and_says_so() -> None:
    log = ProblemLog("list.csv")
    for row in range(PROBLEM_LIMIT - 1):
        log.error(row, "a", EMPTY)
    assert not log.stopped

    log.error(PROBLEM_LIMIT, "a", EMPTY)

    assert log.stopped
    assert len(log.problems()) == PROBLEM_LIMIT + 1
    assert log.problems()[-1].code is ProblemCode.TOO_MANY_PROBLEMS


def test_warnings_beyond_the_limit_are_counted_and_do_not_stop() -> None:
    log = ProblemLog("list.csv")
    for row in range(PROBLEM_LIMIT + 3):
        log.warning(row, "a", EMPTY)

    assert not log.stopped
    assert log.problems()[-1].message.en == "3 more warnings are not listed"


def test_a_shown_value_hides_long_numbers() -> None:
    assert shown("990101199001010019") == "***"
    assert shown("no. 990101 19900101 001x!") == "no. ***!"
    assert shown("990101900101001") == "***"
    assert shown("D990101000001") == "D990101000001"


def test_a_shown_value_is_short_and_printable() -> None:
    assert shown("a\x1b[31mb\n") == "a\\u001b[31mb\\u000a"
    assert shown("x" * 99) == "x" * 40 + "…"
