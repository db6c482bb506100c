"""Catalogues of translations without GNU gettext: what the code says is found, merged and compiled here.

`extract` finds every sentence of our code, `catalogue` keeps `locale/<language>/LC_MESSAGES/django.po`,
`compiling` writes the `.mo` files that Django reads. No Django is needed to compile.
"""
