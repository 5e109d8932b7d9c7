/** Stands in for Django's JavaScriptCatalog: English, as the sources are written. */
Object.assign(globalThis, {
  gettext: (/** @type {string} */ source) => source,
  ngettext: (/** @type {string} */ one, /** @type {string} */ many, /** @type {number} */ count) =>
    count === 1 ? one : many,
  pgettext: (/** @type {string} */ _context, /** @type {string} */ source) => source,
  interpolate: (/** @type {string} */ pattern, /** @type {Record<string, unknown>} */ values) =>
    pattern.replace(/%\((\w+)\)s/g, (_match, name) => String(values[name])),
});
