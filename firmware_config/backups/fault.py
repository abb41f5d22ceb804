"""Why a backup was not made or not put back."""


class BackupError(Exception):
    """``name`` is the sentence of ``[unsaved]`` that says what to do, ``values`` fill it."""

    def __init__(self, name: str, **values: object) -> None:
        super().__init__(f"{name} {values}" if values else name)
        self.name = name
        self.values = values
