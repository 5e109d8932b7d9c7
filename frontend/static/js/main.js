/**
 * The first module of every page: says that script runs, wakes the elements that stand on it, and leads to what went
 * wrong with a form.
 */
import { watch } from "app/busy.js";
import { awaken } from "app/elements.js";

document.documentElement.dataset.script = "";
awaken(document);
watch();
if (document.getElementById("sign-out")) void import("app/drafting/signing-out.js").then((it) => it.guardSigningOut());
/** @type {HTMLElement | null} */ (document.querySelector("[data-focus]"))?.focus();
// What htmx puts into the page may bring elements of its own.
document.addEventListener("htmx:load", (event) => awaken(/** @type {Element} */ (event.target)));
