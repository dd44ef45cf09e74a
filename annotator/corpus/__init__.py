"""The parser: from bytes to stored text, blocks, clips, commentary, quotations and evidence. Pure."""
