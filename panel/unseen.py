"""What Kivy keeps of words that nobody sees."""


def keep_no_words() -> None:
    """Give the pixels of a text back as soon as the screen has its own copy; call before Kivy's widgets are imported.

    SDL draws a text into four bytes a pixel, which Kivy copies to the screen and then keeps for as long as the text lives.
    """
    from kivy.core import text  # noqa: PLC0415 - it needs the window's settings

    class Drawn(text.Label):
        def _render_end(self) -> object:
            pixels: object = super()._render_end()
            self._surface = None
            return pixels

    text.Label = Drawn
