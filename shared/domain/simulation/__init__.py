"""Negotiations with simulated sellers, decided by the real decision code."""

from shared.domain.simulation.figures import Figures, figures_of
from shared.domain.simulation.mix import Mix, draw
from shared.domain.simulation.play import Outcome, Played, play
from shared.domain.simulation.seller import Seller, Style
from shared.domain.simulation.violations import violations

__all__ = ["Figures", "Mix", "Outcome", "Played", "Seller", "Style", "draw", "figures_of", "play", "violations"]
