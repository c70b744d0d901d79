"""What a lesson deals out on paper: small tables of the learner's own, to be worked by hand."""
