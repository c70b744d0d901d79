"""Figures: one file for each question that a picture answers, all drawn in one style."""
