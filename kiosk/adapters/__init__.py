"""One file a technology: camera, printer, outbox."""
