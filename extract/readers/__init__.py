"""One reader a form, one function each, all with the same signature."""
