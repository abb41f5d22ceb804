"""One file a technology: journal, broker, registry, player."""
