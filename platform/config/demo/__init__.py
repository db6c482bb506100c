"""The demo company: loaded once, part by part, while there is no employee yet."""

from org.models import Employee


def loaded() -> bool:
    """Whether the company is there: the demo is never loaded over people."""
    return Employee.objects.exists()


def load() -> bool:
    """Load every part; False, and nothing done, when there are people already."""
    from config.demo import company

    if loaded():
        return False
    company.shift_clock()
    company.import_people()
    company.install_packages()
    company.set_passwords()
    return True
