"""Plants faults into the plans of corpus/ and of ../shared, one at a time, and writes docs/faults.md and its picture."""
