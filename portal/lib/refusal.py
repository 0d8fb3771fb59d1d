"""The base of every exception by which an action says no to somebody."""


class Refused(Exception):
    """What was asked for was not done, and nothing was stored. `str()` of it is a sentence that people are shown.

    Each refusal that is answered differently has a class of its own, beside the action that raises it.
    """

    def __init__(self, sentence: str):
        super().__init__(sentence)
