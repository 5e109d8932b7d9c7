/**
 * What a form that saves itself tells: notes above and below it, cloned from the templates the page brought
 * (xinqiao/autosave.html), and the line that says when the server last had everything.
 */

/** Milliseconds between two announcements of "saved". */
const HEARD_EVERY = 60_000;
/** A save that takes no longer is not spoken of. */
const UNSAID = 400;

/** Kinds of which only one is true at a time. */
const STANDINGS = ["offline", "failing", "expired", "stranger", "lost", "closed", "left"];

export class Notes {
  /** @param {HTMLElement} root the element that holds the regions and the templates */
  constructor(root) {
    this.root = root;
    root.tabIndex = -1;
    const foot = root.querySelector("[data-foot]");
    if (foot) root.append(foot); // sticks to the lower edge for as long as the form is in sight
  }

  /** @param {string} place */
  #region(place) {
    return /** @type {HTMLElement | null} */ (this.root.querySelector(`[data-notes="${place}"]`));
  }

  /** @param {string} kind */
  shown(kind) {
    return /** @type {HTMLElement | null} */ (this.root.querySelector(`[data-notes] > [data-kind="${kind}"]`));
  }

  /**
   * Shows a note, once; `words` replace its [data-words], `url` leads its link. Its buttons say what to do by
   * `data-do`.
   *
   * @param {string} kind
   * @param {{ words?: string, url?: string, on?: Record<string, () => void> }} [options]
   * @returns {HTMLElement | null}
   */
  show(kind, { words, url, on = {} } = {}) {
    if (STANDINGS.includes(kind)) this.hide(...STANDINGS.filter((other) => other !== kind));
    const note = this.shown(kind) ?? this.#add(kind);
    if (!note) return null;
    const line = note.querySelector("[data-words]");
    if (line && words !== undefined && line.textContent !== words) line.textContent = words;
    if (url) note.querySelector("a")?.setAttribute("href", url);
    for (const [what, act] of Object.entries(on)) {
      const button = /** @type {HTMLButtonElement | null} */ (note.querySelector(`[data-do="${what}"]`));
      if (button) button.onclick = act;
    }
    return note;
  }

  /** @param {string} kind */
  #add(kind) {
    const pattern = /** @type {HTMLTemplateElement | null} */ (
      this.root.querySelector(`template[data-note="${kind}"]`)
    );
    const note = /** @type {HTMLElement | null | undefined} */ (
      pattern && document.importNode(pattern.content, true).firstElementChild
    );
    const region = this.#region(pattern?.dataset.place ?? "foot");
    if (!note || !region) return null;
    note.dataset.kind = kind;
    region.append(note);
    this.#makeRoom();
    return note;
  }

  /** @param {string[]} kinds */
  hide(...kinds) {
    for (const kind of kinds) {
      const note = this.shown(kind);
      // The keyboard must not fall off the page with the note.
      if (note?.contains(document.activeElement)) this.root.focus({ preventScroll: true });
      note?.remove();
    }
    this.#makeRoom();
  }

  /** The connection is as it should be. */
  allWell() {
    this.hide("offline", "failing", "expired", "held");
  }

  clear() {
    for (const note of this.root.querySelectorAll("[data-notes] > [data-kind]")) note.remove();
    this.#makeRoom();
  }

  /** A field that gets the keyboard is scrolled clear of the notes. */
  #makeRoom() {
    const any = Boolean(this.#region("foot")?.childElementCount);
    document.documentElement.toggleAttribute("data-note-below", any);
  }
}

/** Every [data-saved] of the page, and the one that is read out. */
export class SavedLine {
  #timer = 0;
  #heardAt = Number.NEGATIVE_INFINITY;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
  }

  saving() {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#show("refresh", gettext("Saving…"), ""), UNSAID);
  }

  /** @param {string} clock the hour at the institution, such as 09:56 */
  saved(clock) {
    const words = interpolate(gettext("Saved on the server at %(clock)s"), { clock }, true);
    this.#show("save", words, "");
    if (performance.now() - this.#heardAt < HEARD_EVERY) return;
    this.#heardAt = performance.now();
    this.#announce(words);
  }

  /** Not on the server; on this device only, or (where nothing can be kept) on this page only. @param {boolean} lasting */
  waiting(lasting) {
    const words = lasting ? gettext("Kept on this device") : gettext("Only on this page");
    this.#show("offline", words, "waiting");
    this.#heardAt = Number.NEGATIVE_INFINITY; // that it is safe again is worth hearing
  }

  stopped() {
    this.#show("alert", gettext("Not being saved"), "wrong");
  }

  stop() {
    clearTimeout(this.#timer);
  }

  /**
   * @param {string} icon
   * @param {string} words
   * @param {string} state
   */
  #show(icon, words, state) {
    clearTimeout(this.#timer);
    for (const line of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-saved]"))) {
      line.hidden = false;
      line.classList.add("saved");
      for (const each of ["waiting", "wrong"]) line.classList.toggle(`saved--${each}`, each === state);
      const text = line.querySelector("[data-words]") ?? line;
      if (text.textContent !== words) text.textContent = words;
      const drawing = line.querySelector("use");
      drawing?.setAttribute("href", (drawing.getAttribute("href") ?? "").replace(/#.*/, `#i-${icon}`));
    }
  }

  /** @param {string} words */
  #announce(words) {
    const voice = this.root.querySelector("[data-voice]");
    if (voice) voice.textContent = words;
  }
}
