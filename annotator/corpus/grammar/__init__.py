"""How posts and pages are written: lines, clips, commentary, brackets, quotations, dates."""
