/**
 * The draft's address on the server, and what its answers mean.
 *
 * GET answers what the server holds; POST saves changed fields. 401: the session has ended. 403: the form's token is
 * old, or the right is gone; a GET tells which. 404: no longer this person's. 409: already submitted or signed.
 *
 * @typedef {import("app/drafting/queue.js").Fields} Fields
 * @typedef {import("app/drafting/queue.js").Batch} Batch
 * @typedef {{ kind: "saved", version: number, clock: string, otherTab: boolean, other: string,
 *   meter?: string, danger?: string }} Saved meter and danger: pieces of the page, drawn anew
 * @typedef {{ kind: "found", version: number, clock: string, savedBy: string, tab: string, fields: Fields }} Found
 * @typedef {{ kind: "closed", url: string }} Closed
 * @typedef {{ kind: "expired" | "stranger" | "lost" | "too-much" | "failing" | "offline" }} Trouble
 */

/** The longest body a browser still sends while its page goes away, with room for other requests. */
const FAREWELL = 60_000;
const TIMEOUT = 15_000;

/** @param {unknown} value */
function text(value) {
  return typeof value === "string" ? value : "";
}

/**
 * @param {unknown} value
 * @returns {Fields}
 */
function asFields(value) {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, values]) => Array.isArray(values))
      .map(([name, values]) => [name, values.map(String)]),
  );
}

/**
 * @param {Record<string, unknown>} answer
 * @returns {Saved}
 */
function asSaved(answer) {
  return {
    kind: "saved",
    version: Number(answer.version),
    clock: text(answer.clock),
    otherTab: answer.other_tab === true,
    other: text(answer.other),
    ...(typeof answer.meter_html === "string" && { meter: answer.meter_html }),
    ...(typeof answer.danger_html === "string" && { danger: answer.danger_html }),
  };
}

/**
 * @param {Record<string, unknown>} answer
 * @returns {Found}
 */
function asFound(answer) {
  return {
    kind: "found",
    version: Number(answer.version),
    clock: text(answer.clock),
    savedBy: text(answer.saved_by),
    tab: text(answer.tab),
    fields: asFields(answer.fields),
  };
}

/**
 * The body of a good answer, or what else it was.
 *
 * @param {Response} response
 * @returns {Promise<{ answer: Record<string, unknown>, other?: undefined } |
 *   { answer?: undefined, other: Closed | Trouble }>}
 */
async function read(response) {
  const { status } = response;
  if (status === 401 || response.type === "opaqueredirect") return { other: { kind: "expired" } };
  if (status === 404) return { other: { kind: "lost" } };
  if (status === 413) return { other: { kind: "too-much" } };
  const answer = await response.json().catch(() => null);
  if (status === 409) return { other: { kind: "closed", url: text(answer?.url) } };
  if (!response.ok || typeof answer?.version !== "number") return { other: { kind: "failing" } };
  return { answer };
}

export class DraftServer {
  /**
   * @param {{ url: string, person: string, token: string, timeout?: number, fetch?: typeof fetch }} options
   *   person: who may write here; somebody else's session is refused before anything is sent. token: the form's own.
   */
  constructor({ url, person, token, timeout = TIMEOUT, fetch = (...asked) => globalThis.fetch(...asked) }) {
    this.url = url;
    this.person = person;
    this.token = token;
    this.timeout = timeout;
    this.fetch = fetch;
    /** Whether the token is another than the page came with. */
    this.renewed = false;
  }

  /**
   * Sends changed fields. An old token is renewed once.
   *
   * @param {Batch} batch
   * @param {string} tab
   * @returns {Promise<Saved | Closed | Trouble>}
   */
  async save(batch, tab) {
    const answer = await this.#post(batch, tab);
    if (answer.kind !== "denied") return answer;
    const found = await this.look();
    if (found.kind !== "found") return found;
    const again = await this.#post(batch, tab);
    return again.kind === "denied" ? { kind: "lost" } : again;
  }

  /**
   * Asks what the server holds, and for a fresh token.
   *
   * @returns {Promise<Found | Closed | Trouble>}
   */
  async look() {
    const { response, trouble } = await this.#ask({ headers: { accept: "application/json" } });
    if (!response) return trouble;
    if (response.status === 403) return { kind: "lost" };
    const { answer, other } = await read(response);
    if (!answer) return other;
    if (text(answer.person) && answer.person !== this.person) return { kind: "stranger" };
    this.renewed ||= Boolean(text(answer.csrf));
    if (text(answer.csrf)) this.token = text(answer.csrf);
    return asFound(answer);
  }

  /**
   * @param {Batch} batch
   * @param {string} tab
   * @returns {Promise<Saved | Closed | Trouble | { kind: "denied" }>}
   */
  async #post(batch, tab) {
    const body = JSON.stringify({ tab, ...batch });
    const { response, trouble } = await this.#ask({
      method: "POST",
      body,
      headers: { accept: "application/json", "content-type": "application/json", "x-csrftoken": this.token },
      keepalive: new TextEncoder().encode(body).length < FAREWELL,
    });
    if (!response) return trouble;
    if (response.status === 403) return { kind: "denied" };
    const { answer, other } = await read(response);
    return answer ? asSaved(answer) : other;
  }

  /**
   * @param {RequestInit} request
   * @returns {Promise<{ response: Response, trouble?: undefined } | { response?: undefined, trouble: Trouble }>}
   */
  async #ask(request) {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), this.timeout);
    try {
      // A redirect can only lead to a sign-in page.
      const more = /** @type {const} */ ({ credentials: "same-origin", redirect: "manual", cache: "no-store" });
      return { response: await this.fetch(this.url, { ...request, ...more, signal: late.signal }) };
    } catch {
      return { trouble: { kind: late.signal.aborted ? "failing" : "offline" } };
    } finally {
      clearTimeout(timer);
    }
  }
}
