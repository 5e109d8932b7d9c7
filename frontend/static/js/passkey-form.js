/**
 * <passkey-form data-ceremony="create|get" data-options="id of JSON" | data-from="address">: a form with a hidden
 * `credential`; its button asks the browser for a passkey and sends the form. Shown only where the browser can.
 */
import { answer, toCreate, toGet } from "app/passkeys.js";

class PasskeyForm extends HTMLElement {
  #stop = new AbortController();

  connectedCallback() {
    this.#stop = new AbortController();
    const can = window.isSecureContext && "PublicKeyCredential" in window;
    for (const part of this.querySelectorAll("[data-can]")) part.toggleAttribute("hidden", !can);
    for (const part of this.querySelectorAll("[data-cannot]")) part.toggleAttribute("hidden", can);
    this.addEventListener("submit", (event) => this.#ask(event), { signal: this.#stop.signal });
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  /** @param {SubmitEvent} event */
  async #ask(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("credential"));
    if (field.value) return;
    event.preventDefault();
    try {
      const options = await this.#options();
      const signal = this.#stop.signal;
      const credential =
        this.dataset.ceremony === "create"
          ? await navigator.credentials.create({ publicKey: toCreate(options), signal })
          : await navigator.credentials.get({ publicKey: toGet(options), signal });
      field.value = answer(credential);
      form.submit();
    } catch (problem) {
      this.#say(/** @type {DOMException} */ (problem));
    }
  }

  async #options() {
    const known = this.dataset.options ? document.getElementById(this.dataset.options)?.textContent : "";
    if (known) {
      const data = JSON.parse(known);
      return (data.creation_options ?? data.request_options).publicKey;
    }
    const headers = { Accept: "application/json" };
    const response = await fetch(this.dataset.from ?? "", { headers, signal: this.#stop.signal });
    if (!response.ok) throw new Error(String(response.status));
    return (await response.json()).request_options.publicKey;
  }

  /** @param {DOMException} problem */
  #say(problem) {
    const place = this.querySelector("[role=alert]");
    if (!place) return;
    place.textContent =
      problem.name === "InvalidStateError"
        ? gettext("This device already holds a passkey for your account.")
        : gettext("No passkey was used. Try again, or choose another way.");
  }
}

customElements.define("passkey-form", PasskeyForm);
