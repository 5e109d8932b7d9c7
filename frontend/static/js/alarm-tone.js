/**
 * A short tone for danger, made here so that no file is fetched. Browsers stay silent until the reader has pressed
 * something on the page: until then `ring` says that it could not.
 */

/** Frequencies in hertz of the three pulses. */
const PULSES = [880, 660, 880];
const PULSE_SECONDS = 0.18;
const GAP_SECONDS = 0.07;

/** @type {AudioContext | null} */
let sound = null;

/**
 * Wakes the sound; call it from a press or a key.
 *
 * @returns {Promise<boolean>} whether it can be heard now
 */
export async function unlock() {
  sound ??= new AudioContext();
  if (sound.state === "suspended") await sound.resume().catch(() => undefined);
  return sound.state === "running";
}

/** Plays the tone. @returns {boolean} whether it could be heard */
export function ring() {
  if (sound?.state !== "running") return false;
  for (const [index, hertz] of PULSES.entries()) pulse(sound, hertz, index);
  return true;
}

/**
 * @param {AudioContext} context
 * @param {number} hertz
 * @param {number} index
 */
function pulse(context, hertz, index) {
  const start = context.currentTime + index * (PULSE_SECONDS + GAP_SECONDS);
  const end = start + PULSE_SECONDS;
  const tone = new OscillatorNode(context, { frequency: hertz, type: "triangle" });
  const volume = new GainNode(context, { gain: 0 });
  // Ramps, because a hard edge clicks.
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.3, start + 0.02);
  volume.gain.setValueAtTime(0.3, end - 0.03);
  volume.gain.linearRampToValueAtTime(0, end);
  tone.connect(volume).connect(context.destination);
  tone.start(start);
  tone.stop(end);
}
