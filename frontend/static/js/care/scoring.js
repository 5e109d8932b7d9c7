/**
 * The score of PHQ-9 and GAD-7, the same as care/instruments.py gives. No DOM here.
 *
 * @typedef {{ total: number | null, missing: number, band: string, further: boolean, selfHarm: number }} Score
 * @typedef {{ bands: [number, string][], further: number, harm?: number }} Scale bands by least total; `harm` counts from 1
 */

/** More blanks than this make a total invalid. */
const MISSING_ALLOWED = 2;

/**
 * @param {Scale} scale
 * @param {(number | null)[]} answers 0–3, or null where nothing was answered
 * @returns {Score} `total` is null when too many are missing; the answer to the self-harm item is never hidden
 */
export function score({ bands, further, harm }, answers) {
  const missing = answers.filter((answer) => answer === null).length;
  const selfHarm = harm ? (answers[harm - 1] ?? 0) : 0;
  if (missing > MISSING_ALLOWED) return { total: null, missing, band: "", further: false, selfHarm };
  const total = answers.reduce((/** @type {number} */ sum, answer) => sum + (answer ?? 0), 0);
  const band = bands.filter(([least]) => least <= total).at(-1)?.[1] ?? "";
  return { total, missing, band, further: total >= further, selfHarm };
}
