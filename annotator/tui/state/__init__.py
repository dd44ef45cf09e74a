"""What the screen knows of the annotator's place and choices, without any widget."""
