"""What is being read out: from sentence to sentence, broken into, paused, begun again."""

from kiosk.core.script import Script

TWO = Script(("a", "b"))


def test_sentences_follow_each_other_to_the_end():
    assert [TWO.sentence, TWO.said().sentence, TWO.said().said().sentence] == ["a", "b", None]
    assert Script().sentence is None


def test_more_is_said_behind_what_is_being_said():
    assert TWO.said().followed(("c",)) == Script(("b", "c"))


def test_a_word_in_between_lets_the_sentence_begin_again():
    broken = TWO.said().aside_of(("louder",))
    assert broken.sentence == "louder"
    assert broken.said().sentence == "b"


def test_once_more_from_the_beginning():
    assert TWO.said().said().again() == TWO


def test_a_pause_goes_on_where_it_was():
    paused = TWO.said().turned()
    assert paused.sentence is None
    assert paused.turned().sentence == "b"
    assert paused.again().sentence == "a"
