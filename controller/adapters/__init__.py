"""One file a technology: journal, broker, registry, voice, player."""
