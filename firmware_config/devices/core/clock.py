"""The office's time for devices without a clock of their own, as seconds since the year 2000 (UTC), where MicroPython begins to count."""

_BEFORE = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
"""Days before a month of a year that is no leap year."""
DAY_S = 86_400


def seconds(told: str) -> int:
    """Of an ISO 8601 time with an offset, as the contract has it; 0 for what is none."""
    try:
        year, month, day = int(told[0:4]), int(told[5:7]), int(told[8:10])
        hour, minute, second = int(told[11:13]), int(told[14:16]), int(told[17:19])
        leaps = (year - 1) // 4 - (year - 1) // 100 + (year - 1) // 400 - 484  # 29ths of February since 2000
        days = 365 * (year - 2000) + leaps + _BEFORE[month] + day
        if month < 3 or year % 4 or (year % 100 == 0 and year % 400):
            days -= 1
        return days * DAY_S + 3600 * hour + 60 * minute + second - _offset(told)
    except (ValueError, IndexError):
        return 0


def _offset(told: str) -> int:
    """Seconds east of Greenwich."""
    if told.endswith("Z"):
        return 0
    sign = {"+": 1, "-": -1}[told[-6]] if told[-6] in "+-" else 0
    return sign * (3600 * int(told[-5:-3]) + 60 * int(told[-2:]))
