"""Trust: does it compute right, would it have foretold our months, what is missing, and what was assumed."""
