"""Wire-level stand-ins for the outside systems, simulated creators, and the local stack that runs them.

They share no code with the product, so that both cannot share a mistake.
"""
