"""Small devices over USB: MicroPython, our programs and one device's profile, onto a board and read back."""


class BoardError(Exception):
    """A board that cannot be written; its text names the sentence ``flash.<name>``, which ``what`` and ``words`` fill."""

    def __init__(self, name: str, what: str = "", words: str = "") -> None:
        super().__init__(name)
        self.name = name
        self.what = what
        self.words = words
