// An alarm is heard and stands in the window's title, for a head who looks elsewhere.

const TITLE_MS = 1000;
const AGAIN_MS = 20000;
const TONES = [660, 550];
const TONE_S = 0.35;
const LOUDNESS = 0.12;

export class Bell {
  #sound = null; // only after a press: no browser plays before
  #title = "";
  #turning = 0;
  #ringing = 0;

  get on() {
    return this.#sound !== null;
  }

  // Turns the sound on or off; on, it is heard once, so that the head knows it.
  turn() {
    if (this.#sound) {
      this.#sound.close();
      this.#sound = null;
      return;
    }
    this.#sound = new AudioContext();
    this.#ring();
  }

  // `title` is the window's own, which tells the alarm in words already.
  tell(alarms, title, isNew) {
    this.#title = title;
    if (isNew) this.#ring();
    if (alarms && !this.#turning) {
      this.#turning = setInterval(() => this.#turn(), TITLE_MS);
      this.#ringing = setInterval(() => this.#ring(), AGAIN_MS);
    }
    if (!alarms && this.#turning) {
      clearInterval(this.#turning);
      clearInterval(this.#ringing);
      this.#turning = 0;
      document.title = title;
    }
  }

  #turn() {
    document.title = document.title === this.#title ? `!!! ${this.#title}` : this.#title;
  }

  #ring() {
    if (!this.#sound) return;
    TONES.forEach((tone, place) => {
      const begins = this.#sound.currentTime + place * TONE_S;
      const loudness = new GainNode(this.#sound, { gain: 0 });
      loudness.gain.setValueAtTime(0, begins);
      loudness.gain.linearRampToValueAtTime(LOUDNESS, begins + 0.02);
      loudness.gain.linearRampToValueAtTime(0, begins + TONE_S);
      const voice = new OscillatorNode(this.#sound, { frequency: tone });
      voice.connect(loudness).connect(this.#sound.destination);
      voice.start(begins);
      voice.stop(begins + TONE_S);
    });
  }
}
