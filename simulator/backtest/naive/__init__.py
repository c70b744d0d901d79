"""The naive methods that the simulator is judged against, one file each, as the back-test defines them."""
