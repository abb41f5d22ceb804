"""Reports: figures of any period, counted from a read model that is derived from the journal and may be thrown away."""
