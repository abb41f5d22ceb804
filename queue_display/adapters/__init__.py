"""Where a board's media come from: one file a technology."""
