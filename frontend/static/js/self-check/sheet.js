/**
 * Where somebody is on the sheet when it is asked in steps. No DOM here.
 *
 * @typedef {{ at: number, back: boolean, next: boolean, finish: boolean }} Place which buttons there are
 */

/**
 * @param {number} at the question, from 0; kept within the sheet
 * @param {number} all how many there are
 * @param {boolean} inSteps one at a time
 * @returns {Place}
 */
export function place(at, all, inSteps) {
  const here = Math.min(Math.max(at, 0), all - 1);
  const last = here === all - 1;
  return { at: here, back: inSteps && here > 0, next: inSteps && !last, finish: !inSteps || last };
}
