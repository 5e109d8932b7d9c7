import assert from "node:assert/strict";
import test from "node:test";

import { dangerSigns } from "app/drafting/danger-signs.js";

test("calm answers are no sign", () => {
  const calm = { ideas: ["no"], plan: ["unknown"], phq9_9: ["0"], phq9_8: ["3"], risk_grade: ["2"], means: ["yes"] };
  assert.deepEqual(dangerSigns(calm), []);
  assert.deepEqual(dangerSigns({ ideas: [], phq9_9: [""], risk_grade: [] }), []);
});

for (const [name, value] of [
  ["phq9_9", "1"],
  ["ideas", "yes"],
  ["plan", "yes"],
  ["attempt", "yes"],
  ["harm_to_others", "yes"],
  ["risk_grade", "3"],
])
  test(`${name} = ${value} is a sign`, () => assert.deepEqual(dangerSigns({ [name]: [value] }), [name]));

test("a form's prefix makes no difference, a similar name does", () => {
  assert.deepEqual(dangerSigns({ "danger-plan": ["yes"], planned: ["yes"], past_attempts: ["yes"] }), ["danger-plan"]);
});
