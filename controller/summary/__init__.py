"""What figures say: cells and answers in words, pictures of them, and the summaries that are written by themselves."""
