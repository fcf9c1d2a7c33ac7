"""Entry points: one thin file per deployed function, and the command line. Translate in, call one use-case, return or raise."""
