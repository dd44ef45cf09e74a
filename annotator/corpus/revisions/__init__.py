"""Which unit of a document's next text is which unit of its present one."""
