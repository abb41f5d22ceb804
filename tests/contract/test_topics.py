"""Topics and grants: what a filter covers, and that no role reaches another device's topics."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.ids import CounterId, DeviceId, SiteId
from contract.site import Device
from contract.topics import CONTROLLER, Role, Topics, covers, grants, sender
from tests.contract.topic_law import ACTORS, FILTERS, LAW, places

SITE = SiteId("hall")
AT = Topics(SITE)
ME, OTHER, MINE, OTHERS = DeviceId("me"), DeviceId("other"), CounterId(5), CounterId(6)
LEVEL = st.sampled_from(["a", "b", "", "+", "#"])
FILTER = st.lists(LEVEL, min_size=1, max_size=4).map("/".join)
TOPIC = st.lists(st.sampled_from(["a", "b", ""]), min_size=1, max_size=5).map("/".join)


@pytest.mark.parametrize(
    ("granted", "wanted", "covered"),
    [
        ("a/b", "a/b", True),
        ("a/b", "a/c", False),
        ("a/b", "a/b/c", False),
        ("a/b/c", "a/b", False),
        ("a/+", "a/b", True),
        ("a/+", "a/+", True),
        ("a/+", "a", False),
        ("a/+", "a/b/c", False),
        ("a/+", "a/#", False),
        ("a/+", "#", False),
        ("+", "#", False),
        ("a/b", "a/+", False),
        ("a/b", "+/b", False),
        ("a/#", "a", True),
        ("a/#", "a/b/c", True),
        ("a/#", "a/+/c", True),
        ("a/#", "a/#", True),
        ("a/#", "#", False),
        ("#", "a/b", True),
        ("#", "$SYS/x", False),
        ("+/x", "$SYS/x", False),
        ("$SYS/#", "$SYS/x", True),
        ("a", "", False),
        ("#", "", False),
    ],
)
def test_covers(granted: str, wanted: str, covered: bool) -> None:
    assert covers(granted, wanted) is covered


@given(granted=FILTER, wanted=FILTER, topic=TOPIC)
def test_a_covered_filter_reaches_no_topic_outside(granted: str, wanted: str, topic: str) -> None:
    if covers(granted, wanted) and covers(wanted, topic):
        assert covers(granted, topic)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CONTROLLER])
def test_a_device_reaches_only_its_own_topics(role: Role) -> None:
    given = grants(SITE, role, ME, MINE)
    foreign = [AT.command(OTHER), AT.answer(OTHER), AT.presence(OTHER), AT.rating(OTHERS)]
    if role is not Role.SPEAKER:  # it must know what is no longer called
        foreign.append(AT.counter(OTHERS))
    for topic in foreign:
        assert not _may(given.publish, topic)
        assert not _may(given.subscribe, topic)
    for topic in (
        AT.office,
        AT.board,
        AT.outlook,
        AT.announcement("dong"),
        AT.emergency,
        AT.counter(MINE),
        AT.rating(MINE),
        AT.answer(ME),
    ):
        assert not _may(given.publish, topic)
    assert _may(given.publish, AT.presence(ME))
    assert _may(given.subscribe, AT.office)
    assert _may(given.subscribe, AT.presence(CONTROLLER))


def test_only_devices_that_people_touch_may_ask_and_loudspeakers_that_report() -> None:
    asking = {role for role in Role if role is not Role.CONTROLLER and _asks(role)}
    assert asking == {Role.KIOSK, Role.RATING, Role.PAD, Role.KEYPAD, Role.SPEAKER}


def test_a_loudspeaker_hears_its_zone_or_all_of_them() -> None:
    everywhere, east = grants(SITE, Role.SPEAKER, ME), grants(SITE, Role.SPEAKER, ME, zone="dong")
    for zone in ("", "dong", "tay"):
        assert _may(everywhere.subscribe, AT.announcement(zone))
        assert _may(east.subscribe, AT.announcement(zone)) is (zone == "dong")
    assert _may(east.subscribe, AT.emergency)
    hearing = {role for role in Role if _may(grants(SITE, role, ME, MINE).subscribe, AT.announcement("dong"))}
    assert hearing == {Role.SPEAKER}


def _asks(role: Role) -> bool:
    return _may(grants(SITE, role, ME, MINE).publish, AT.command(ME))


def test_the_controller_hears_every_device_and_says_every_notice() -> None:
    given = grants(SITE, Role.CONTROLLER, CONTROLLER)
    for topic in (AT.command(ME), AT.presence(ME)):
        assert _may(given.subscribe, topic)
    for topic in (
        AT.answer(ME),
        AT.office,
        AT.board,
        AT.outlook,
        AT.announcement("dong"),
        AT.emergency,
        AT.counter(MINE),
        AT.rating(MINE),
    ):
        assert _may(given.publish, topic)
    for topic in (AT.command(ME), AT.presence(ME)):
        assert not _may(given.publish, topic)
    assert not any(_may(given.publish + given.subscribe, topic.replace("/hall/", "/town/")) for topic in (AT.board,))


def test_the_outlook_is_for_those_who_say_it_to_newcomers() -> None:
    hearing = {role for role in Role if _may(grants(SITE, role, ME, MINE).subscribe, AT.outlook)}
    assert hearing == {Role.KIOSK, Role.HALL_BOARD}


def test_a_keypad_sees_its_own_counter() -> None:
    given = grants(SITE, Role.KEYPAD, ME, MINE)
    assert _may(given.subscribe, AT.counter(MINE))
    assert _may(given.subscribe, AT.answer(ME))


@pytest.mark.parametrize("role", [Role.RATING, Role.PAD])
def test_a_pad_hears_and_says_what_a_terminal_does(role: Role) -> None:
    given = grants(SITE, role, ME, MINE)
    assert set(given.publish) == {AT.command(ME), AT.presence(ME), AT.reported(ME), AT.health(ME)}
    assert set(given.subscribe) >= {AT.rating(MINE), AT.answer(ME), AT.office}
    assert not _may(given.subscribe, AT.counter(MINE))


@pytest.mark.parametrize("role", [Role.RATING, Role.COUNTER_BOARD, Role.KEYPAD, Role.PAD])
def test_a_device_at_a_counter_needs_one(role: Role) -> None:
    with pytest.raises(ValueError, match="counter"):
        grants(SITE, role, ME)


def test_the_topic_names_the_sender() -> None:
    for topic in (AT.command(ME), AT.presence(ME), AT.reported(ME), AT.health(ME), AT.wanted(ME)):
        assert sender(topic) == ME


def test_every_kind_of_topic_has_a_law() -> None:
    """Who adds a topic says in ``topic_law`` who may write and read it; both brokers are then tried with it."""
    methods = {name for name in vars(Topics) if not name.startswith("_")} - {"site"}
    assert methods == LAW.keys() | FILTERS
    assert all("+" in getattr(AT, name) for name in FILTERS)


@pytest.mark.parametrize("me", ACTORS, ids=lambda one: one.id)
def test_the_grants_come_to_exactly_what_the_law_says(me: Device) -> None:
    given = grants(SITE, me.role, me.id, me.counter, me.zone)
    for place in places(SITE):
        assert _may(given.publish, place.topic) is place.is_written_by(me), place.topic
        assert _may(given.subscribe, place.topic) is place.is_read_by(me), place.topic
        for strange in (place.topic.replace("/hall/", "/town/"), f"/{place.topic}", place.topic.upper()):
            assert not _may((*given.publish, *given.subscribe), strange), strange
        if me.role is not Role.CONTROLLER:  # it may say whatever it likes below ``notice``
            assert not _may((*given.publish, *given.subscribe), f"{place.topic}/more"), place.topic


def test_no_topic_has_two_writers_and_every_role_is_tried() -> None:
    """Of the table itself: whoever hears a message knows who said it."""
    for place in places(SITE):
        assert sum(place.is_written_by(me) for me in ACTORS) <= 1, place.topic
    assert {me.role for me in ACTORS} == set(Role)


def _may(filters: tuple[str, ...], topic: str) -> bool:
    return any(covers(one, topic) for one in filters)
