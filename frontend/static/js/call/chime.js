/**
 * Two soft knocks, unlike the alarm: somebody is at the door.
 */

const KNOCKS = [0, 0.16];

/** @type {AudioContext | null} */
let sound = null;

/** Wakes the sound; browsers allow it from a press or a key. */
export async function unlock() {
  sound ??= new AudioContext();
  if (sound.state === "suspended") await sound.resume().catch(() => undefined);
}

/** Plays it, where the browser lets us. */
export function knock() {
  if (sound?.state !== "running") return;
  for (const after of KNOCKS) {
    const start = sound.currentTime + 0.02 + after;
    const tone = new OscillatorNode(sound, { frequency: 190, type: "sine" });
    const volume = new GainNode(sound, { gain: 0 });
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.5, start + 0.008);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.12);
    tone.connect(volume).connect(sound.destination);
    tone.start(start);
    tone.stop(start + 0.13);
  }
}
