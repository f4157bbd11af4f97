"""What a notice can be found by."""

from workflow.model.effects import PostNotice


def words_of(notice: PostNotice) -> str:
    """What a search looks in, in lower case: title, entries, paragraphs, body and board, a line each."""
    lines = (notice.body, notice.board, notice.paragraphs, notice.title, *notice.entries)
    return "\n".join(lines).casefold()
