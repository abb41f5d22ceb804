"""The rating is stored."""

from kiosk.screens.rating_page import RatingPage


class ThanksScreen(RatingPage):
    """Goes by itself."""

    def __init__(self) -> None:
        super().__init__(__file__)
