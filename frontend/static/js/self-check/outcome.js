/**
 * What a self-check says to a set of answers. No DOM here, and no way out: nothing is sent or kept.
 *
 * @typedef {{ least: number[], further: number, harm: number }} Check where the readings begin; `harm` counts from 1, 0: none
 * @typedef {{ help: boolean, total: number | null, missing: number, says: string }} Outcome
 */
import { score } from "app/care/scoring.js";

/**
 * `says` is where the reading begins, or `low` (a low total must not contradict the answer about self-harm), or
 * `incomplete`. `help` does not ask for the total: any answer but "not at all" to that item is enough.
 *
 * @param {Check} check
 * @param {(number | null)[]} answers
 * @returns {Outcome}
 */
export function outcome({ least, further, harm }, answers) {
  /** @type {[number, string][]} */
  const bands = least.map((from) => [from, String(from)]);
  const { total, missing, band, selfHarm } = score({ bands, further, harm }, answers);
  const help = selfHarm > 0;
  if (total === null) return { help, total, missing, says: "incomplete" };
  return { help, total, missing, says: help && total < further ? "low" : band };
}
