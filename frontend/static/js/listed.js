/**
 * Several things as the page's language lists them: “A, B, and C”, “A、B和C”.
 *
 * @param {string[]} words
 */
export function listed(words) {
  return new Intl.ListFormat(document.documentElement.lang || "en").format(words);
}
