from hypothesis import given
from hypothesis import strategies as st

from schema.serving.exchange import Exchange
from schema.serving.rates import REQUEST_UNITS, UNKNOWN_TOKEN_UNITS, Rates
from schema.serving.settings import Rate

RATE = Rate(units_per_second=10, units_at_once=100, callers=3)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def an_exchange(cost: int = 0, status: int = 200, *, is_token_known: bool = False) -> Exchange:
    return Exchange("test-request", cost=cost, status=status, is_token_known=is_token_known)


def test_a_caller_waits_until_what_was_overdrawn_has_been_gained() -> None:
    clock = Clock()
    rates = Rates(RATE, clock)
    assert rates.seconds_to_wait("a", None) == 0
    rates.spend("a", None, an_exchange(cost=140 - REQUEST_UNITS))
    assert rates.seconds_to_wait("a", None) == 4
    clock.now = 3.9
    assert rates.seconds_to_wait("a", None) == 1
    clock.now = 4.1
    assert rates.seconds_to_wait("a", None) == 0
    assert rates.seconds_to_wait("b", None) == 0


def test_a_request_that_asks_for_nothing_costs_something() -> None:
    rates = Rates(RATE, Clock())
    for _ in range(100 // REQUEST_UNITS):
        assert rates.seconds_to_wait("a", None) == 0
        rates.spend("a", None, an_exchange())
    assert rates.seconds_to_wait("a", None) == 1


def test_a_token_that_holds_pays_for_itself_and_not_for_others_at_its_address() -> None:
    rates = Rates(RATE, Clock())
    rates.spend("a", b"Bearer one", an_exchange(cost=1000, is_token_known=True))
    assert rates.seconds_to_wait("elsewhere", b"Bearer one") > 0
    assert rates.seconds_to_wait("a", None) == 0
    assert rates.seconds_to_wait("a", b"Bearer two") == 0
    rates.spend("a", None, an_exchange(cost=1000))
    assert rates.seconds_to_wait("a", None) > 0


def test_a_kept_answer_is_paid_for_by_the_token_that_was_known_before() -> None:
    rates = Rates(RATE, Clock())
    rates.spend("a", b"Bearer one", an_exchange(is_token_known=True))
    for _ in range(20):
        rates.spend("a", b"Bearer one", an_exchange())
    assert rates.seconds_to_wait("a", b"Bearer one") > 0
    assert rates.seconds_to_wait("a", None) == 0


def test_guessing_tokens_is_dear_to_the_address_and_new_guesses_are_not_free() -> None:
    rates = Rates(RATE, Clock())
    rates.spend("a", b"Bearer guess", an_exchange(status=401))
    assert rates.seconds_to_wait("a", b"Bearer another guess") >= (UNKNOWN_TOKEN_UNITS - 100) // 10
    assert rates.seconds_to_wait("b", b"Bearer guess") == 0


@given(st.lists(st.tuples(st.integers(0, 50), st.booleans(), st.integers(0, 500)), max_size=60))
def test_however_many_come_so_many_are_remembered(asked: list[tuple[int, bool, int]]) -> None:
    rates = Rates(RATE, Clock())
    for caller, is_token_known, cost in asked:
        authorization = f"Bearer {caller}".encode() if is_token_known else None
        rates.spend(str(caller), authorization, an_exchange(cost, is_token_known=is_token_known))
    assert len(rates) <= RATE.callers


def test_a_bucket_never_holds_more_than_is_given_at_once() -> None:
    clock = Clock()
    rates = Rates(RATE, clock)
    rates.spend("a", None, an_exchange())
    clock.now = 1_000_000.0
    rates.spend("a", None, an_exchange(cost=150 - REQUEST_UNITS))
    assert rates.seconds_to_wait("a", None) == 5
