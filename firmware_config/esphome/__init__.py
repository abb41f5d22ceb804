"""Small devices as ESPHome configurations, for offices that prefer it: the same topics and messages, with less certainty."""
