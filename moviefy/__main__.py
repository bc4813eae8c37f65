"""``python -m moviefy`` is the ``moviefy`` command."""

from moviefy.cli import main

if __name__ == "__main__":
    main()
