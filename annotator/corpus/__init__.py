"""What a post says: stored text, blocks, clips, commentary, quotations, dates and evidence. Pure."""
