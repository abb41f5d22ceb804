"""What two devices must agree on before they can talk: words, messages, topics, codec, profiles and the link."""
