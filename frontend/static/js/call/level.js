/**
 * How loud a microphone is, for the eye: ten times a second, 0–100.
 */

const EVERY = 100;
const WINDOW = 8192; // samples: longer than EVERY even at 48 kHz, so that no short sound falls between two looks

/**
 * Loudness of one stretch of sound as an eye reads it: from –60 dB (0) to –6 dB (100).
 *
 * @param {Float32Array | number[]} samples between –1 and 1
 */
export function loudness(samples) {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 10 * Math.log10(sum / samples.length + 1e-12);
  return Math.round(Math.max(0, Math.min(100, ((decibels + 60) / 54) * 100)));
}

/**
 * Measures until told to stop.
 *
 * @param {MediaStreamTrack} track
 * @param {(level: number) => void} tell
 * @returns {() => void} stops it
 */
export function measure(track, tell) {
  const sound = new AudioContext();
  const analyser = new AnalyserNode(sound, { fftSize: WINDOW });
  sound.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    tell(loudness(samples));
  }, EVERY);
  return () => {
    clearInterval(timer);
    void sound.close();
  };
}

/**
 * A short tone through one speaker, to hear whether it is the right one.
 *
 * @param {string} speaker its id, or nothing
 */
export async function playTone(speaker) {
  const sound = new AudioContext();
  const out = /** @type {{ setSinkId?: (id: string) => Promise<void> }} */ (/** @type {unknown} */ (sound));
  if (speaker && out.setSinkId) await out.setSinkId(speaker).catch(() => undefined);
  const tone = new OscillatorNode(sound, { frequency: 660, type: "sine" });
  const volume = new GainNode(sound, { gain: 0 });
  const start = sound.currentTime + 0.05;
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.25, start + 0.05);
  volume.gain.linearRampToValueAtTime(0, start + 0.7);
  tone.connect(volume).connect(sound.destination);
  tone.onended = () => void sound.close();
  tone.start(start);
  tone.stop(start + 0.75);
}
