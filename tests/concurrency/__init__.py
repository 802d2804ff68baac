"""Real connections at the same moment: nothing is lost, nobody reads half of anything."""
