"""The grammar of posts and pages: lines, clips, commentary, brackets, quotations, dates."""
