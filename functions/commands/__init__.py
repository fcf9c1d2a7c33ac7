"""What the command line can do: one file per group of commands, each a thin call of a use-case."""
