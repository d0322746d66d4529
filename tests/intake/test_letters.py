import pytest

from core.intake.letters import is_foreign_letter, is_hidden, is_ideograph, is_latin


@pytest.mark.parametrize("char", ["医", "\u3007", "々", "䶮", "\U00020bb7", "\uf91d"])
def test_chinese_characters_of_every_plane_are_ideographs(char: str) -> None:
    assert is_ideograph(char)
    assert not is_foreign_letter(char)
    assert not is_hidden(char)


@pytest.mark.parametrize("char", ["a", "Z", "é", "ǚ", "ễ"])
def test_latin_letters_count_with_their_accents(char: str) -> None:
    assert is_latin(char)
    assert not is_foreign_letter(char)


@pytest.mark.parametrize("char", ["\u04bd", "\u02a6", "\u0436", "\u03b1", "\u0627", "\u3042"])
def test_letters_of_other_scripts_and_phonetic_letters_are_foreign(char: str) -> None:
    assert is_foreign_letter(char)


@pytest.mark.parametrize("char", ["1", "·", "，", "（", "①", "℃", " ", "\u3000", "\uff21"])
def test_digits_punctuation_symbols_and_full_width_letters_are_not_foreign(char: str) -> None:
    assert not is_foreign_letter(char)
    assert not is_hidden(char)


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\u200b", "\u202e", "\ue000", "\ufeff", "\u2028"])
def test_controls_marks_without_width_and_private_characters_are_hidden(char: str) -> None:
    assert is_hidden(char)
