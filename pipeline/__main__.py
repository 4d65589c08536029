"""`python -m pipeline` is the `communiques` command."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
