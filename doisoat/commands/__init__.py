"""Commands on the datasets of a finished run, one a module; those that read plans stand in `cli`."""
