"""A whole office on one machine: virtual devices, a stand-in file registry, sample receipts and a scripted visit."""
