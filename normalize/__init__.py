"""Strings → values: text, numbers, dates, references, units and the words of the domain; knows nothing of documents."""
