"""The command line: a public interface whose names and meanings are fixed."""
