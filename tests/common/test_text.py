"""Keys beside names, since the database relies on no locale."""

from common.text import search_key, sort_key


def test_a_search_does_not_mind_case_yo_and_spaces() -> None:
    assert search_key("  СЕМЁНОВ\u00a0 Пётр ") == "семенов петр"
    assert search_key("Straße Ⅷ") == "strasse viii"


def test_names_sort_with_yo_right_after_ye() -> None:
    names = ["Жуков", "Ёлкин", "Елкин", "ежов", "Дуб", "Ещенко"]
    assert sorted(names, key=sort_key) == ["Дуб", "ежов", "Елкин", "Ещенко", "Ёлкин", "Жуков"]
