"""Pages in, articles out: readers, blocks, cleaning, datelines."""
