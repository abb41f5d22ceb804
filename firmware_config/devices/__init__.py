"""Programs of the small devices: rating pad, keypad and number board, for MicroPython on an ESP32; CPython runs the same files.

They know nothing but the standard library of both. On a board this folder is called ``motcua``.
"""
