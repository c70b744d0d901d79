"""The strategy lab: strategies and levers on the left, what they do on the right."""
