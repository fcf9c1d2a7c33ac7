"""Wire-level stand-ins for the outside systems, simulated creators, and the local stack that runs them. Share no code with the product."""
