/**
 * The sentences of a situation for a relative or an interpreter: they have no case to go back to and nobody to phone but
 * the doctor who invited them.
 */

/**
 * @typedef {import("app/call/situation.js").Situation} Situation
 * @typedef {import("app/call/words.js").Words} Words
 */

/** @type {Partial<Record<Situation, () => Partial<Words>>>} */
const OTHERWISE = {
  turned_away: () => ({ text: gettext("Wait a moment and knock again, or phone the doctor who invited you.") }),
  line_bad: () => ({ text: gettext("Go nearer to the router or to a window, or phone the doctor who invited you.") }),
  signalling_away: () => ({ text: gettext("Messages wait until it is back.") }),
  done: () => ({
    title: gettext("The conversation is over"),
    text: gettext("Camera and microphone are off. You can close this page."),
  }),
  technical: () => ({ text: gettext("The doctors will tell you how to go on. You can close this page.") }),
  cancelled: () => ({ text: gettext("You can close this page.") }),
  removed: () => ({
    tone: "info",
    title: gettext("You no longer take part in the conversation"),
    text: gettext("Camera and microphone are off. You can close this page; ask the doctor if you have questions."),
  }),
};

/**
 * @param {Situation} situation
 * @param {Words} words what others would read
 * @returns {Words}
 */
export function forVisitor(situation, words) {
  const told = { ...words, ...OTHERWISE[situation]?.() };
  return told.does === "back" ? { ...told, label: "", does: "" } : told;
}
