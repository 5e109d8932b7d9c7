/**
 * The first module of every page: says that script runs and wakes the elements that stand on it.
 */
import { awaken } from "app/elements.js";

document.documentElement.dataset.script = "";
awaken(document);
// What htmx puts into the page may bring elements of its own.
document.addEventListener("htmx:load", (event) => awaken(/** @type {Element} */ (event.target)));
