"""The labelling screen in a terminal."""
