"""A file → Document → Facts: reading a plan and understanding its figures."""
