/**
 * <signature-pad data-label="…"> around a hidden input: a field to sign on with finger, pen or mouse. The strokes go
 * into the input as SVG path data. Whoever cannot draw chooses paper or a witness in the same form.
 */
import { asPath, asStrokes, drawnOn, HEIGHT, onField, WIDTH } from "app/care/strokes.js";

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {import("app/care/strokes.js").Point} Point */

class SignaturePad extends HTMLElement {
  #stop = new AbortController();
  /** @type {Point[][]} */
  #strokes = [];
  #drawing = false;
  #field = document.createElementNS(SVG, "svg");
  #ink = document.createElementNS(SVG, "path");
  #clear = document.createElement("button");

  connectedCallback() {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.#build();
    this.#field.addEventListener("pointerdown", (event) => this.#begin(event), { signal });
    this.#field.addEventListener("pointermove", (event) => this.#draw(event), { signal });
    for (const kind of ["pointerup", "pointercancel"])
      this.#field.addEventListener(kind, () => this.#end(), { signal });
    this.#clear.addEventListener("click", () => this.#wipe(), { signal });
    this.#strokes = asStrokes(this.#input?.value ?? "");
    this.#show();
  }

  disconnectedCallback() {
    this.#stop.abort();
    this.#field.remove();
    this.#clear.remove();
  }

  get #input() {
    return this.querySelector("input");
  }

  #build() {
    this.#field.setAttribute("class", "signature signature--field");
    this.#field.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    this.#field.setAttribute("role", "img");
    this.#field.setAttribute("aria-label", this.dataset.label ?? "");
    this.#field.append(this.#ink);
    this.#clear.type = "button";
    this.#clear.className = "button button--quiet";
    this.#clear.textContent = gettext("Sign again");
    this.append(this.#field, this.#clear);
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    if (!event.isPrimary || event.button !== 0) return;
    event.preventDefault();
    this.#field.setPointerCapture(event.pointerId);
    this.#drawing = true;
    this.#strokes.push([this.#point(event)]);
  }

  /** @param {PointerEvent} event */
  #draw(event) {
    if (!this.#drawing || !event.isPrimary) return;
    let stroke = this.#strokes.pop() ?? [];
    for (const each of event.getCoalescedEvents?.() ?? [event]) stroke = drawnOn(stroke, this.#point(each));
    this.#strokes.push(stroke);
    this.#ink.setAttribute("d", asPath(this.#strokes));
  }

  #end() {
    if (!this.#drawing) return;
    this.#drawing = false;
    this.#keep();
  }

  #wipe() {
    this.#strokes = [];
    this.#keep();
  }

  #keep() {
    if (this.#input) {
      this.#input.value = asPath(this.#strokes);
      this.#input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.#show();
  }

  #show() {
    this.#ink.setAttribute("d", asPath(this.#strokes));
    this.#clear.hidden = this.#strokes.length === 0;
  }

  /** @param {PointerEvent} event @returns {Point} */
  #point(event) {
    return onField(event.clientX, event.clientY, this.#field.getBoundingClientRect());
  }
}

customElements.define("signature-pad", SignaturePad);
