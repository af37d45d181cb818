"""The program, as `doisoat` and as `python -m doisoat`.

A child process has this module too, without a command line: what only the parent needs is imported in `main`.
"""

import sys
from importlib.util import find_spec

# Commands that read plans in a child process: it starts while the parent imports what it prints with.
READING = frozenset({"audit", "show"})


def main() -> None:
    """Run the program with the arguments of the command line."""
    script = sys.modules["__main__"]
    if script.__spec__ is None:  # as `python -m doisoat` has it: child processes need not run the script again
        script.__spec__ = find_spec("doisoat.__main__")
    if sys.argv[1:2] and sys.argv[1] in READING and "--help" not in sys.argv:
        from doisoat.reading import start_ahead

        start_ahead()
    from doisoat.cli import run

    run()


if __name__ == "__main__":
    main()
