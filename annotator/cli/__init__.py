"""Commands, exit codes, and the only writers to standard output and standard error."""
