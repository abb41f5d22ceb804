"""What a window manager's cross does: ask the windows on a screen to close, by WM_DELETE_WINDOW (ICCCM 4.2.8.1)."""

import ctypes
import ctypes.util
import subprocess

from demo.screen import VirtualScreen

_CLIENT_MESSAGE = 33


class _ClientMessage(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("rest_of_an_xevent", ctypes.c_long * 12),
    )


def ask_to_close(screen: VirtualScreen) -> int:
    """Returns how many windows were asked."""
    search = ["xdotool", "search", "--onlyvisible", "--class", "."]
    found = subprocess.run(search, env=screen.env, capture_output=True, text=True, check=True).stdout.split()
    x11 = ctypes.CDLL(ctypes.util.find_library("X11"))
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = ctypes.c_ulong
    server = ctypes.c_void_p(x11.XOpenDisplay(screen.display.encode()))
    protocols = x11.XInternAtom(server, b"WM_PROTOCOLS", 0)
    delete = x11.XInternAtom(server, b"WM_DELETE_WINDOW", 0)
    for window in map(int, found):
        event = _ClientMessage(type=_CLIENT_MESSAGE, window=window, message_type=protocols, format=32)
        event.data[0] = delete
        x11.XSendEvent(server, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(event))
    x11.XSync(server, 0)
    x11.XCloseDisplay(server)
    return len(found)
