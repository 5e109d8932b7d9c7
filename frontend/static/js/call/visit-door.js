/**
 * <visit-door>: where a visitor's link leads. What stands behind its # is asked about by POST, so that it comes into no
 * log. It stays in the address: whoever must change the browser takes it along.
 */
import { browserOf } from "app/call/devices.js";
import { copyOf } from "app/call/parts.js";

class VisitDoor extends HTMLElement {
  #stop = new AbortController();

  connectedCallback() {
    this.#stop = new AbortController();
    window.addEventListener("hashchange", () => void this.#look(), { signal: this.#stop.signal });
    void this.#look();
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  async #look() {
    const token = location.hash.slice(1);
    if (!token) return this.#show(copyOf(this, "template[data-whole]"));
    if (browserOf(navigator.userAgent) === "wechat") return this.#elsewhere();
    const answer = await this.#ask(token).catch(() => null);
    if (answer?.redirected) return location.replace(answer.url); // it was this browser that came by it
    if (!answer || answer.status >= 500) return this.#show(copyOf(this, "template[data-away]"));
    const card = new DOMParser().parseFromString(await answer.text(), "text/html");
    this.#show(...card.body.children);
  }

  /** @param {string} token */
  #ask(token) {
    const headers = { "X-CSRFToken": this.dataset.token ?? "", "X-Requested-With": "fetch" };
    const body = new URLSearchParams({ token });
    return fetch(this.dataset.look ?? "", { method: "POST", headers, body, signal: this.#stop.signal });
  }

  /** In here the link would be used up without camera and microphone. */
  #elsewhere() {
    const card = copyOf(this, "template[data-wechat]");
    const field = card.querySelector("input");
    if (field) field.value = location.href;
    this.#show(card);
  }

  /** @param {Element[]} card */
  #show(...card) {
    this.querySelector("[data-card]")?.replaceChildren(...card);
  }
}

customElements.define("visit-door", VisitDoor);
