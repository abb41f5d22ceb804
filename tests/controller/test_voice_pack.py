"""What a loudspeaker's log says of its packs."""

import logging

import pytest

from controller.voice_pack import pack_log, sample, sentences
from demo.machine_pack import machine_pack
from voice.adapters.pack_folder import PackFolder
from voice.adapters.pack_voice import PackVoice


@pytest.fixture(scope="module")
def vi(tmp_path_factory: pytest.TempPathFactory) -> PackFolder:
    return PackFolder(machine_pack(tmp_path_factory.mktemp("vi")))


@pytest.fixture(scope="module")
def en(tmp_path_factory: pytest.TempPathFactory) -> PackFolder:
    return PackFolder(machine_pack(tmp_path_factory.mktemp("en"), "en"))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_complete_pack_and_one_that_has_lost_a_clip(
    caplog: pytest.LogCaptureFixture, language: str, request: pytest.FixtureRequest
) -> None:
    pack: PackFolder = request.getfixturevalue(language)
    file = pack.folder / "letter-b.wav"
    told = pack_log("linh")
    with caplog.at_level(logging.INFO):
        told(language, pack, pack.load())
        file.rename(pack.folder / "away")
        told(language, pack, pack.load())
        (pack.folder / "away").rename(file)
    first, second = caplog.records
    assert first.levelno == logging.INFO
    assert first.getMessage().endswith("Đủ để đọc mọi lời gọi.")
    assert second.levelno == logging.WARNING
    assert "(letter-b.wav): không có tệp này" in second.getMessage()


def test_the_south_needs_another_clip(vi: PackFolder, caplog: pytest.LogCaptureFixture) -> None:
    assert PackVoice(vi.load()[0]).render(sample("vi")).seconds > 2
    pack_log("lẻ")("vi", vi, vi.load())
    assert "Thiếu 1 đoạn: lẻ." in caplog.text


def test_what_is_called_has_gaps_for_number_and_counter() -> None:
    for language in ("vi", "en"):
        assert all("{number}" in one and "{counter}" in one for one in sentences(language))
