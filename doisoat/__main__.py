"""`python -m doisoat`: the same as the program `doisoat`."""

from doisoat.cli import main

if __name__ == "__main__":
    main()
