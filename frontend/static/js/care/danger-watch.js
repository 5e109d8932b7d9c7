/**
 * <danger-watch data-url="…" data-check-url="…">: who has seen the alarm and what is done on the spot. It looks when the
 * notices stir and when the page comes back into view; and every ten seconds, should the socket be away. Its arrival and
 * each change of state are read out once, however often the panel around it is drawn; the keyboard stays where it was.
 * A press on a check is noted without a new page. `data-reload="seen settled"` loads the page anew in these states.
 */
const EVERY = 10_000;
/** A server that has not answered by then has not noted it, as far as anybody knows. */
const PATIENCE = 15_000;

/** The states that were read out on this page, by address. @type {Map<string, string>} */
const said = new Map();

class DangerWatch extends HTMLElement {
  #stop = new AbortController();
  #timer = 0;
  #pressing = false;
  /** @type {HTMLElement | null} */
  #voice = null;

  connectedCallback() {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.#voice = document.createElement("p");
    this.#voice.className = "unseen";
    this.#voice.setAttribute("role", "alert");
    this.after(this.#voice);
    this.addEventListener("click", (event) => this.#click(event), { signal });
    for (const kind of ["visibilitychange", "xinqiao:stirred"])
      document.addEventListener(kind, () => this.#ask(), { signal });
    this.#timer = window.setInterval(() => this.#ask(), EVERY);
    // A live region is heard when it changes, so it must stand empty first.
    window.setTimeout(() => this.#say(this.#title), 100);
  }

  disconnectedCallback() {
    this.#stop.abort();
    clearInterval(this.#timer);
    this.#voice?.remove();
  }

  get #state() {
    const part = /** @type {HTMLElement | null} */ (this.querySelector("[data-state]"));
    return part?.dataset.state ?? "";
  }

  /** What the panel says first: the human act. @returns {string} */
  get #title() {
    return (this.closest("section") ?? this).querySelector("h2")?.textContent ?? "";
  }

  /** Reads the state out, unless it was. @param {string} [before] words to begin with */
  #say(before = "") {
    const url = this.dataset.url ?? "";
    if (!this.#voice || said.get(url) === this.#state) return;
    said.set(url, this.#state);
    const words = [before, this.querySelector("[data-say]")?.textContent ?? ""];
    this.#voice.textContent = words.filter(Boolean).join(pgettext("between two sentences", ". "));
  }

  async #ask() {
    if (document.hidden || this.#pressing) return;
    const html = await this.#fetch(this.dataset.url ?? "");
    if (html && !this.#pressing) this.#show(html); // else: asked again ten seconds later
  }

  /**
   * @param {string} url
   * @param {RequestInit} [how]
   * @returns {Promise<string>} the parts; nothing where the server did not give them
   */
  async #fetch(url, how = {}) {
    const patience = new AbortController();
    const late = window.setTimeout(() => patience.abort(), PATIENCE);
    const response = await fetch(url, { signal: patience.signal, ...how }).catch(() => null);
    const html = response?.ok && !response.redirected ? await response.text().catch(() => "") : "";
    clearTimeout(late);
    return html.includes("data-state") && !this.#stop.signal.aborted ? html : "";
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!(button instanceof HTMLButtonElement) || !button.name.startsWith("check-")) return;
    event.preventDefault();
    if (!this.#pressing) void this.#press(button);
  }

  /** @param {HTMLButtonElement} button */
  async #press(button) {
    this.#pressing = true;
    button.setAttribute("aria-busy", "true");
    const token = button.form?.elements.namedItem("csrfmiddlewaretoken");
    const body = new FormData();
    body.set("csrfmiddlewaretoken", token instanceof HTMLInputElement ? token.value : "");
    body.set(button.name, button.value);
    const headers = { "x-requested-with": "fetch" };
    const html = await this.#fetch(this.dataset.checkUrl ?? "", { method: "POST", body, headers });
    this.#pressing = false;
    button.removeAttribute("aria-busy");
    const trouble = /** @type {HTMLElement | null} */ (this.querySelector("[data-trouble]"));
    if (trouble) trouble.hidden = Boolean(html);
    if (!html) return;
    this.#show(html);
    this.querySelector(`[id="check-${button.value}"]`)?.scrollIntoView({ block: "nearest" });
  }

  /** Draws the parts that differ. @param {string} html of our own server */
  #show(html) {
    const before = this.#state;
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (fresh.content.querySelectorAll("[data-part]"))) {
      const old = this.querySelector(`[data-part="${part.dataset.part}"]`);
      if (old && !old.isEqualNode(part)) replace(old, part);
    }
    if (this.#state === before) return;
    this.#say();
    if (this.#state === "settled") clearInterval(this.#timer);
    if ((this.dataset.reload ?? "").split(" ").includes(this.#state)) location.reload();
  }
}

/**
 * The keyboard stays on the same line: not on the button that took the place of the one just pressed, which would take
 * back with a second press what the first has done.
 *
 * @param {Element} old
 * @param {Element} part
 */
function replace(old, part) {
  const held = old.contains(document.activeElement) ? document.activeElement : null;
  const { name = "", value = "" } = held instanceof HTMLButtonElement ? held : {};
  const line = held?.closest("li[id]")?.id;
  old.replaceWith(part);
  if (!held) return;
  const same = name && part.querySelector(`button[name="${name}"][value="${value}"]`);
  /** @type {HTMLElement | null} */ (same || part.querySelector(`[id="${line}"]`))?.focus({ preventScroll: true });
}

customElements.define("danger-watch", DangerWatch);
