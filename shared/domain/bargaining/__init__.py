"""What the next offer is: limits, schedules, levers, and the answer to a clear mail."""
