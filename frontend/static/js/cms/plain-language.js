/**
 * While somebody writes, asks again what is to be said about plain language: whenever Wagtail's preview has taken up
 * new words. Without this script the panel shows what was found in the saved draft.
 */

const panel = /** @type {HTMLElement | null} */ (document.querySelector("[data-plain-language]"));
let asking = new AbortController();

/** The address for the page that is edited; a new page has one as soon as its first draft is saved. */
function address() {
  const page = /^(.*\/)pages\/(\d+)\/edit\//.exec(window.location.pathname);
  return page && `${page[1]}plain-language/${page[2]}/`;
}

async function ask() {
  const from = address();
  if (!panel || !from) return;
  asking.abort();
  asking = new AbortController();
  try {
    const answer = await fetch(from, { signal: asking.signal, headers: { Accept: "text/html" } });
    if (answer.ok) panel.innerHTML = await answer.text();
  } catch {
    // Offline, or asked anew: what was found before stays.
  }
}

if (panel) document.addEventListener("w-preview:content", ask);
