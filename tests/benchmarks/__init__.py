"""Figures, not tests: `make bench` prints what a turn and a cold start cost on this machine."""
