"""The first part of a page's address: symptoms, conditions, tests or specialists."""

from topics.kinds import TopicKind


class KindConverter:
    """Turns the folder into its TopicKind and accepts either when an address is built."""

    regex = "|".join(kind.folder for kind in TopicKind)

    def to_python(self, value: str) -> TopicKind:
        return TopicKind.of_folder(value)

    def to_url(self, value) -> str:
        return value.folder if isinstance(value, TopicKind) else value
