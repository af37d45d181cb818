"""The program: everything that touches disk, screen or process."""
