"""Entry points: one thin file per deployed function, and the command line.

Each translates in, calls one use-case, and returns or raises.
"""
