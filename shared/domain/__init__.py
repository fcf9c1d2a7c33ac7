"""What Parley knows about negotiating: values and pure functions. No clock, no I/O, no SDK."""
