"""What the panes show, as values made from the session."""
