"""The screens of the company: thin, they parse, call an action or a query, and answer."""
