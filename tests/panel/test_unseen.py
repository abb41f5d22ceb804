"""The pixels that a text was drawn into live no longer than its drawing; a process of its own, for Kivy is set up once in each."""

import json
import subprocess
import sys

_DRAW = """
import json
from contract.profile import Screen
from panel import window

window.prepare(Screen((200, 100), (60, 30)))
from kivy.core.text import Label
from kivy.core.text.markup import MarkupLabel



class Copy:
    def blit_data(self, drawn):
        told.append([drawn.width, drawn.height, any(drawn.data)])


told = []
for kind in (Label, MarkupLabel):
    label = kind(text="Mời ông/bà", font_size=40)
    label.texture = Copy()
    for _ in range(2):
        label.resolve_font_name()
        label._size = label.render()
        label.render(real=True)
        told[-1].append(label._surface is None)
print(json.dumps(told))
"""


def test_a_drawn_text_keeps_no_pixels_and_can_be_drawn_again():
    done = subprocess.run([sys.executable, "-c", _DRAW], capture_output=True, text=True, check=True, timeout=60)
    told = json.loads(done.stdout.splitlines()[-1])
    assert len(told) == 4
    for width, height, inked, given_back in told:
        assert width > 100
        assert height > 30
        assert inked
        assert given_back
