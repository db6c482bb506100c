"""Keys beside names, since the database relies on no locale."""

from common.text import printable, search_key, sort_key


def test_a_search_does_not_mind_case_yo_and_spaces() -> None:
    assert search_key("  СЕМЁНОВ\u00a0 Пётр ") == "семенов петр"
    assert search_key("Straße Ⅷ") == "strasse viii"


def test_names_sort_with_yo_right_after_ye() -> None:
    names = ["Жуков", "Ёлкин", "Елкин", "ежов", "Дуб", "Ещенко"]
    assert sorted(names, key=sort_key) == ["Дуб", "ежов", "Елкин", "Ещенко", "Ёлкин", "Жуков"]


def test_control_characters_are_left_out_of_what_people_write() -> None:
    assert printable("a\x00b\x1b[1m\nc\td") == "ab[1m\nc\td"
    assert search_key("Ёл\x00ка") == "елка"
