/**
 * While the page shows danger and its panel is out of sight, the numbers to call stay at the lower edge with the way
 * to the panel. Somebody who answers question nine must not have to scroll up to find them.
 */

const PANELS = "[data-danger], [data-danger-unsent]";
/** What lies under the bar and under the strip is not in sight. */
const CLEAR = "-80px 0px -140px 0px";
/** An alarm that a named person has settled (care/danger_status.html). */
const SETTLED = '[data-state="settled"]';

export class DangerStrip {
  /** @type {Set<Element>} the panels in sight */
  #seen = new Set();
  #sight = new IntersectionObserver((entries) => this.#look(entries), { rootMargin: CLEAR });
  #changes = new MutationObserver(() => this.#show());

  /** @param {HTMLElement} root the element that holds the strip */
  constructor(root) {
    this.strip = /** @type {HTMLElement | null} */ (root.querySelector("[data-danger-strip]"));
    for (const panel of document.querySelectorAll(PANELS)) {
      this.#sight.observe(panel);
      this.#changes.observe(panel, { attributeFilter: ["hidden"], childList: true, subtree: true });
    }
    this.#show();
  }

  end() {
    this.#sight.disconnect();
    this.#changes.disconnect();
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #look(entries) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#seen.add(target);
      else this.#seen.delete(target);
    }
    this.#show();
  }

  /** The panel that says danger, wherever it is. */
  get #panel() {
    const panels = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(PANELS)]);
    return panels.find((panel) => !panel.hidden && panel.childElementCount && !panel.querySelector(SETTLED));
  }

  #show() {
    if (!this.strip) return;
    const panel = this.#panel;
    const title = panel?.querySelector("h2[id]");
    if (title) this.strip.querySelector("[data-way]")?.setAttribute("href", `#${title.id}`);
    const hide = !panel || this.#seen.has(panel);
    // Where the keyboard is, nothing goes away.
    if (this.strip.hidden !== hide && !this.strip.contains(document.activeElement)) this.strip.hidden = hide;
  }
}
