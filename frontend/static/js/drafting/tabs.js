/**
 * The name of this tab, and what the other tabs of this browser tell. The name stays with the tab over a reload; a
 * duplicated tab brings its original's name along and gives itself a new one.
 *
 * @typedef {"here" | "saved" | "gone" | "signed-out"} News
 *   here: the form was open in another tab before; saved: another tab has saved it; gone: another tab has left it
 * @typedef {{ kind: News | "hello" | "taken", page: string, to?: string, tab?: string, key?: string, person?: string,
 *   clock?: string }} Message
 */

const CHANNEL = "xinqiao-drafts";
const NAME = "xinqiao-tab";
/** How long the other tabs may take to say that a name is theirs, in milliseconds. */
const OBJECTION = 100;

/** Random, also where the page is served without TLS and `randomUUID` is not to be had. */
function fresh() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** This load of this page. */
const page = fresh();

/** @returns {string} */
function named() {
  const name = sessionStorage.getItem(NAME) ?? fresh();
  sessionStorage.setItem(NAME, name);
  return name;
}

/**
 * Tells every tab of this browser that a person has signed out.
 *
 * @param {string} person
 */
export function tellSignedOut(person) {
  if (!globalThis.BroadcastChannel) return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage({ kind: "signed-out", page, person });
  channel.close();
}

/** One form's place among the tabs. */
export class Tab {
  /** @type {BroadcastChannel | null} */
  #channel = null;

  /**
   * @param {{ key: string, person: string, hear: (news: News, message: Message) => void }} options
   */
  constructor({ key, person, hear }) {
    this.key = key;
    this.person = person;
    this.hear = hear;
    this.name = named();
    /** Resolves when the name is this tab's alone. */
    this.ready = Promise.resolve();
    if (!globalThis.BroadcastChannel) return;
    this.#channel = new BroadcastChannel(CHANNEL);
    this.#channel.onmessage = (event) => this.#listen(event.data);
    this.ready = new Promise((resolve) => setTimeout(resolve, OBJECTION));
    this.#say({ kind: "hello", tab: this.name });
  }

  /**
   * The server has confirmed a save of this tab.
   *
   * @param {string} clock
   */
  saved(clock) {
    this.#say({ kind: "saved", clock });
  }

  leave() {
    this.#say({ kind: "gone" });
  }

  close() {
    this.#channel?.close();
    this.#channel = null;
  }

  /** @param {Partial<Message> & { kind: Message["kind"] }} message */
  #say(message) {
    this.#channel?.postMessage({ page, key: this.key, person: this.person, ...message });
  }

  /** @param {Message} message */
  #listen(message) {
    const { kind, to, tab, key, person } = message;
    if (message.page === page || (to && to !== page)) return;
    if (kind === "taken") {
      if (tab === this.name) this.#rename();
    } else if (kind === "signed-out") {
      if (person === this.person) this.hear(kind, message);
    } else {
      if (kind === "hello" && tab === this.name) this.#say({ kind: "taken", to: message.page, tab });
      if (key !== this.key || person !== this.person) return;
      if (kind === "hello") this.#say({ kind: "here", to: message.page });
      else this.hear(kind, message);
    }
  }

  #rename() {
    this.name = fresh();
    sessionStorage.setItem(NAME, this.name);
  }
}
