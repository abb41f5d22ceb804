"""Chips at the other end of the wires, after their datasheets: they see levels, and say what they would light."""


class Tm1637Chip:
    """Titan Micro TM1637 V2.4: data may change while CLK is low; DIO falling while CLK is high starts, rising then stops."""

    def __init__(self):
        self.clk = self.dio = 1
        self.digits = [0] * 6
        self.brightness = None
        self.faults = []
        self._bits = None
        self._bytes = []

    def set_clk(self, level):
        if level and not self.clk and self._bits is not None:
            self._bits.append(self.dio)
            if len(self._bits) == 9:
                if self._bits[8] != 1:
                    self.faults.append("the line is not left to the chip for its acknowledgement")
                self._bytes.append(sum(bit << place for place, bit in enumerate(self._bits[:8])))
                self._bits = []
        self.clk = level

    def set_dio(self, level):
        if level != self.dio and self.clk:
            if not level:
                self._bits, self._bytes = [], []
            elif self._bits is None:
                self.faults.append("a stop without a start")
            else:
                if self._bits not in ([], [0]):  # the clock that comes before a stop has brought a low level
                    self.faults.append(f"a stop within a byte: {self._bits}")
                self._obey(self._bytes)
                self._bits = None
        self.dio = level

    def _obey(self, told):
        if told[0] == 0x40:
            return
        if told[0] & 0xF0 == 0xC0:
            for place, byte in enumerate(told[1:], told[0] & 0x0F):
                self.digits[place] = byte
        elif told[0] & 0xF0 == 0x80:
            self.brightness = told[0] & 7 if told[0] & 8 else None
        else:
            self.faults.append(f"an unknown command: {told}")


class Max7219Chip:
    """Maxim 19-4452: 16 bits shift in at each rising CLK, and are taken over when CS (LOAD) rises."""

    def __init__(self):
        self.clk = self.din = self.cs = 0
        self.registers = dict.fromkeys(range(16), 0)
        self.faults = []
        self._shift = []

    def set_clk(self, level):
        if level and not self.clk:
            self._shift.append(self.din)
        self.clk = level

    def set_din(self, level):
        if self.clk:
            self.faults.append("data that change while the clock is high")
        self.din = level

    def set_cs(self, level):
        if level and not self.cs and self._shift:
            word = int("".join(map(str, self._shift[-16:])), 2)
            if len(self._shift) != 16:
                self.faults.append(f"{len(self._shift)} bits")
            self.registers[word >> 8 & 0x0F] = word & 0xFF
        self._shift = []
        self.cs = level

    def lit(self, places):
        """Segments from the left, in the usual order: a lowest."""
        turned = [self.registers[places - place] for place in range(places)]
        return [bits & 0x80 | int(f"{bits & 0x7F:07b}"[::-1], 2) for bits in turned]


def read_frames(stream):
    """What a line of LED letters takes from its wire: (address, what, data) of every frame whose sum is right."""
    told = []
    for frame in stream.split(b"\x02")[1:]:
        body, _, end = frame.partition(b"\x03")
        assert end == b"%02X\r" % (sum(body + b"\x03") & 0xFF), frame
        told.append((int(body[:2]), chr(body[2]), body[3:].decode()))
    return told
