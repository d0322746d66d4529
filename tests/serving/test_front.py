"""Requests that two parties could understand differently, and the settings as a command line says them."""

from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from app import main
from schema.build import MAX_TOKENS
from schema.cost import MAX_COST, MAX_DEPTH, MAX_FIELDS
from schema.requests import MAX_BYTES
from schema.serving.options import Chosen, serving_options
from schema.serving.protocols import TimedH11, protocol_at_hand
from schema.serving.rates import REQUEST_UNITS, UNKNOWN_TOKEN_UNITS
from schema.serving.settings import Limits, Rate, Serving
from schema.serving.sockets import address_of, is_reachable, listening_on
from tests.serving.endpoints import CLOSED, a_server
from tests.serving.sockets import connected, everything


@pytest.mark.parametrize("protocol", [TimedH11, protocol_at_hand()], ids=["h11", "at hand"])
def test_a_request_that_states_its_length_twice_is_refused_and_nothing_after_it_is_read(
    tmp_path: Path, protocol: type
) -> None:
    twice = (
        b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 4\r\n"
        b"transfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nhost: x\r\n\r\n"
    )
    with a_server(tmp_path, protocol=protocol) as port, connected(port) as client:
        client.sendall(twice)
        said = everything(client)
    assert said.startswith(b"HTTP/1.1 400 ")
    assert b"REQUEST_MALFORMED" in said
    assert (said.count(b"HTTP/1.1 400 "), said.count(b"HTTP/1.1 200 ")) == (1, 0)


def chosen(*words: str) -> Chosen:
    """Return what a command line says."""
    found: list[Chosen] = []

    @click.command()
    @serving_options
    def command(chosen: Chosen) -> None:
        found.append(chosen)

    done = CliRunner().invoke(command, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return found[0]


def test_what_strangers_can_reach_is_closed_unless_something_else_is_said() -> None:
    assert chosen().serving(is_reachable=True) == replace(CLOSED, access_log=True, rate=Rate())
    assert chosen("--public").serving(is_reachable=False) == chosen().serving(is_reachable=True)
    opened = chosen("--introspection", "--graphiql", "--get", "--no-access-log", "--no-rate-limit")
    assert opened.serving(is_reachable=True) == Serving(is_public=True)


def test_what_only_this_machine_can_reach_is_open_unless_something_else_is_said() -> None:
    assert chosen().serving(is_reachable=False) == Serving()
    assert chosen("--no-public").serving(is_reachable=True) == Serving()
    assert not chosen("--no-introspection").serving(is_reachable=False).introspection


def test_limits_and_origins_are_taken_as_they_are_said() -> None:
    words = (
        "--at-work",
        "3",
        "--time-limit",
        "5",
        "--drain",
        "7",
        "--allow-origin",
        "https://a",
        "--allow-origin",
        "b",
    )
    serving = chosen(*words).serving(is_reachable=False)
    assert serving.limits == Limits(at_work=3, answer_seconds=5, drain_seconds=7)
    assert serving.origins == ("https://a", "b")


EVERY_ADDRESS = "0.0.0.0"  # noqa: S104 - that is what it is about


@pytest.mark.parametrize(("bind", "reachable"), [("127.0.0.1", False), ("localhost", False), (EVERY_ADDRESS, True)])
def test_a_socket_tells_whether_others_can_reach_it(bind: str, *, reachable: bool) -> None:
    with listening_on(bind, 0, None) as listening:
        assert is_reachable(listening) == reachable
        port = listening.getsockname()[1]
        assert address_of(listening) == f"http://{EVERY_ADDRESS if reachable else '127.0.0.1'}:{port}"
        handed_over = listening_on("ignored", 0, listening.fileno())
        assert handed_over.getsockname()[1] == port
        handed_over.detach()


def test_the_page_about_serving_states_the_limits_that_hold() -> None:
    page = (Path(__file__).parent.parent.parent / "docs" / "howto" / "serve.md").read_text(encoding="utf-8")
    limits, rate = Limits(), Rate()
    for row in (
        f"| headers, body | {limits.head_seconds} s, {limits.body_seconds} s |",
        f"| an idle connection; an answer that is not read | {limits.idle_seconds} s; {limits.write_seconds} s |",
        f"| connections | {limits.connections:,} |",
        f"| a body | {MAX_BYTES // 1024} kB |",
        f"for at most {limits.patience_seconds} s | {limits.at_work} (`--at-work`), {limits.waiting} |",
        f"| waiting for a turn in the process, of what could be answered at once | {limits.turn_seconds} s |",
        f"| an answer | {limits.answer_seconds} s (`--time-limit`) |",
        f"| {MAX_COST:,}, {MAX_DEPTH}, {MAX_FIELDS:,}, {MAX_TOKENS:,} |",
        f"| {rate.units_at_once:,} units at once, {rate.units_per_second:,} more a second |",
    ):
        assert row in page
    said = " ".join(page.split())
    assert f"costs {REQUEST_UNITS} besides, a token that is not one {UNKNOWN_TOKEN_UNITS:,}" in said
    assert f"after {limits.stop_seconds} s what is left is cut off" in said


def test_the_demo_takes_the_origins_of_pages_elsewhere_too() -> None:
    command = main.get_command(click.Context(main), "demo")
    assert command is not None
    context = command.make_context("demo", ["--serve", "--allow-origin", "https://a.example", "--allow-origin", "*"])
    assert context.params["allow_origin"] == ("https://a.example", "*")
