"""Textbook formulas with inputs that a person moves: what the formula says, and what the engine answers to the same."""
