"""Run the command line: ``python -m accordsgraph``."""

from accordsgraph.cli import main

if __name__ == "__main__":
    main()
