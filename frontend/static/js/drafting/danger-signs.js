/**
 * Which answers show the numbers to call at once, before any server has been asked (domain.md §6.3; the server's own
 * rule is care.danger.assess). It only ever shows; it closes nothing.
 *
 * @typedef {import("app/drafting/queue.js").Fields} Fields
 */

/** Questions where "yes" is a sign (domain.md §6.3c). */
const ASKED = ["ideas", "plan", "attempt", "harm_to_others"];
const ITEM_9 = "phq9_9";
const GRADE = "risk_grade";

/**
 * The names of the answers that are danger signs: PHQ-9 item 9 at 1 or more, a "yes" to one of the questions, a risk
 * grade of 3 or more. A form's prefix ("danger-plan") makes no difference.
 *
 * @param {Fields} fields
 * @returns {string[]}
 */
export function dangerSigns(fields) {
  return Object.keys(fields).filter((name) => isSign(name.split("-").at(-1) ?? "", fields[name]));
}

/**
 * @param {string} question
 * @param {string[]} values
 */
function isSign(question, values) {
  if (ASKED.includes(question)) return values.includes("yes");
  if (question === ITEM_9) return values.some((value) => Number(value) >= 1);
  if (question === GRADE) return values.some((value) => Number(value) >= 3);
  return false;
}
