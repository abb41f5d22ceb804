"""What brokers say of themselves, in the words of mosquitto."""

import pytest

from contract.broker_topics import CONNECTED, DROPPED, HEALTH, RECEIVED, SENT, UPTIME, VERSION
from controller.core.broker_figures import BrokerFigures, told
from tests.office import MORNING


def test_every_figure_stands_in_its_place():
    figures = BrokerFigures()
    for topic, words in (
        (VERSION, "mosquitto version 2.0.11"),
        (UPTIME, "4711 seconds"),
        (CONNECTED, "12"),
        (RECEIVED, "61.53"),
        (SENT, "240.1"),
        (DROPPED, "3"),
    ):
        figures = told(figures, topic, words, MORNING)
    assert figures == BrokerFigures(MORNING, "mosquitto version 2.0.11", 4711, 12, 61.53, 240.1, 3)


@pytest.mark.parametrize("words", ["", "many", "nan", "inf", "-1", "1e300"])
def test_what_is_no_figure_changes_nothing(words):
    assert told(BrokerFigures(up_s=5), UPTIME, words, MORNING) == BrokerFigures(up_s=5)


def test_a_topic_of_another_kind_changes_nothing():
    assert told(BrokerFigures(), HEALTH, "1", MORNING) == BrokerFigures()


def test_a_version_is_short_and_can_be_shown():
    assert told(BrokerFigures(), VERSION, "a\n\x1b" + "b" * 999, MORNING).version == "a" + "b" * 63
