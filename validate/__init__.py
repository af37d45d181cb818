"""Facts → checks → findings: what holds, what does not, and what could not be tested.

`validate.audit.audit(facts)` makes every check; `validate.rules.load()` gives the rules with their documentation.
"""
