/**
 * Signing out erases what this person's forms keep on this device. If something of it has not reached the server, the
 * person is asked first. Forms: #sign-out of the account menu (data-person: whose device it is), and any other with
 * the same address.
 */
import { count, erase } from "app/drafting/store.js";
import { tellSignedOut } from "app/drafting/tabs.js";
import * as words from "app/drafting/words.js";

/** @typedef {import("app/drafting/autosave-form.js").AutosaveForm} AutosaveForm */

/** How long signing out waits for a last save, in milliseconds. */
const PATIENCE = 4000;

/** @returns {NodeListOf<AutosaveForm>} */
function openForms() {
  return document.querySelectorAll("autosave-form:defined");
}

/** @returns {HTMLFormElement | null} */
function own() {
  return document.querySelector("form#sign-out");
}

/** @returns {string} */
function person() {
  const form = /** @type {HTMLElement | null} */ (document.querySelector("autosave-form"));
  return own()?.dataset.person ?? form?.dataset.person ?? "";
}

/** @param {SubmitEvent} event */
function guard(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
  if (form !== own() && form.getAttribute("action") !== own()?.getAttribute("action")) return;
  if (!person()) return;
  event.preventDefault();
  event.stopPropagation();
  void signOut(form);
}

let asking = false;

/** @param {HTMLFormElement} form */
async function signOut(form) {
  if (asking) return;
  asking = true;
  await Promise.all([...openForms()].map((each) => each.flush(PATIENCE)));
  const left = await count(person());
  if (left && !(await agreed(left))) {
    asking = false;
    return;
  }
  await Promise.all([...openForms()].map((each) => each.leave()));
  tellSignedOut(person());
  await erase(person());
  HTMLFormElement.prototype.submit.call(form); // asked and answered: no second event
}

/**
 * @param {string} kind a class of the button
 * @param {string} text
 * @param {string} value what the dialog returns
 */
function button(kind, text, value) {
  const element = document.createElement("button");
  element.className = `button ${kind}`;
  element.value = value;
  element.textContent = text;
  return element;
}

/**
 * Asks whether to lose what has not been sent.
 *
 * @param {number} fields
 * @returns {Promise<boolean>}
 */
function agreed(fields) {
  const dialog = document.createElement("dialog");
  const title = document.createElement("h2");
  const text = document.createElement("p");
  const answers = document.createElement("form");
  title.id = "sign-out-question";
  title.textContent = words.unsent(fields);
  text.textContent = gettext(
    "What you wrote is on this device only. Signing out erases it, and nobody can bring it back.",
  );
  answers.method = "dialog";
  answers.className = "dialog__foot";
  answers.append(
    button("button--danger-quiet", gettext("Sign out and erase"), "erase"),
    button("button--main", gettext("Stay"), "stay"),
  );
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(title, text, answers);
  document.body.append(dialog);
  dialog.showModal();
  /** @type {HTMLElement | null} */ (answers.querySelector('[value="stay"]'))?.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "erase");
    });
  });
}

/** Watches every form of the page that signs out. */
export function guardSigningOut() {
  document.addEventListener("submit", guard, { capture: true });
}
