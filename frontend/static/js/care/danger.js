/**
 * When answers amount to danger: the same rule as care/danger.py, so that the numbers to call stand on the page before
 * the server has answered. It only suggests; the server decides and alarms. No DOM here.
 *
 * @typedef {{ item9?: number, ideas?: boolean, plan?: boolean, attempt?: boolean, harmToOthers?: boolean, grade?: number | null }} Answers
 */

/**
 * @param {Answers} answers `grade` is the 0–5 risk grade of somebody on the register, null for everybody else
 * @returns {"now" | "review" | null}
 */
export function assess({
  item9 = 0,
  ideas = false,
  plan = false,
  attempt = false,
  harmToOthers = false,
  grade = null,
}) {
  if (plan || attempt || harmToOthers || item9 >= 2 || (grade !== null && grade >= 3)) return "now";
  return ideas || item9 >= 1 ? "review" : null;
}

/**
 * The answers of a form by its field names. “Unknown” is no sign; the questions stay open on the page.
 *
 * @param {FormData} data
 * @returns {Answers}
 */
export function read(data) {
  const yes = (/** @type {string} */ name) => data.get(name) === "yes";
  const grade = data.get("risk_grade");
  return {
    item9: Number(data.get("phq9_9") ?? 0),
    ideas: yes("ideas"),
    plan: yes("plan"),
    attempt: yes("attempt"),
    harmToOthers: yes("harm_to_others"),
    grade: grade === null || grade === "" ? null : Number(grade),
  };
}
