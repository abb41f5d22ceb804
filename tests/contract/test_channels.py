"""Channels: each kind of topic has one row, and what the controller publishes is kept by the broker as its row says."""

from typing import get_args

import pytest

from contract.channels import ANSWERS, CHANNELS, COMMANDS
from contract.codec import decode_notice
from contract.commands import Command
from contract.ids import SiteId
from contract.notices import Answer, Notice
from contract.topics import Topics
from controller.adapters.link_outlet import LinkOutlet, tell_twin
from firmware_config.asyncapi.examples import NOTICES
from tests.contract.topic_law import FILTERS

SITE = "hall"
OUTLET = {
    "Office": LinkOutlet.office,
    "Board": LinkOutlet.board,
    "Outlook": LinkOutlet.outlook,
    "CounterState": LinkOutlet.counter,
    "RatingInvitation": LinkOutlet.invite,
    "Announcement": LinkOutlet.announce,
    "Emergency": LinkOutlet.emergency,
    "Pulse": LinkOutlet.pulse,
}


class Recorder:
    """What leaves by a link."""

    def __init__(self):
        self.topics, self.sent = Topics(SiteId(SITE)), []

    def publish(self, topic, payload, *, retain=False, fleeting=False):
        self.sent.append((topic, payload, retain, 0 if fleeting else 1))


def test_every_kind_of_topic_has_a_channel():
    named = {one for one in vars(Topics) if not one.startswith("_") and one != "site"} - FILTERS
    assert {one.name for one in CHANNELS} == named
    assert len(CHANNELS) == len(named)


def test_every_message_has_a_channel_and_every_command_an_asker_or_a_page():
    travelling = {kind for one in CHANNELS for kind in one.messages}
    assert travelling == {*get_args(Command), *get_args(Notice)}
    assert set(ANSWERS) == set(get_args(Command))
    assert set(ANSWERS.values()) < set(get_args(Answer))
    assert set().union(*COMMANDS.values()) < set(get_args(Command))


def test_addresses():
    by_name = {one.name: one for one in CHANNELS}
    assert by_name["command"].address == "motcua/{site}/command/{device}"
    assert by_name["board"].address == "motcua/{site}/notice/board"
    assert by_name["rating"].topic(SITE, 5) == "motcua/hall/notice/rating/5"


@pytest.mark.parametrize("notice", NOTICES, ids=lambda one: type(one).__name__)
def test_the_controller_publishes_as_the_channels_say(notice):
    name, link = type(notice).__name__, Recorder()
    if name in OUTLET:
        OUTLET[name](LinkOutlet(link), notice)
    elif name == "Wanted":
        tell_twin(link)("pad-5", notice)
    elif isinstance(notice, Answer):
        LinkOutlet(link).answer("pad-5", notice)
    else:
        assert name in {
            "Presence",
            "Reported",
            "Health",
            "Directive",
        }  # devices say these, and the fleet's pages the last
        return
    ((topic, payload, retained, qos),) = link.sent
    about = {"device": "pad-5", "counter": 5, "zone": ""}
    (channel,) = [one for one in CHANNELS if one.topic(SITE, about.get(one.about)) == topic]
    assert type(notice) in channel.messages
    assert (channel.retained, channel.qos) == (retained, qos)
    assert decode_notice(payload) == notice
