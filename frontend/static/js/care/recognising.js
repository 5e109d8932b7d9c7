/**
 * Finds the names of a list in free text, as `alliance/recognising.py` does; the longest name wins where two overlap.
 *
 * @template Item
 * @typedef {{ name: string, item: Item }} Named
 */

const LETTER = /^[a-z]$/;

/** @param {string} text */
export function plain(text) {
  return text.normalize("NFKC").toLowerCase();
}

/**
 * @template Item
 * @param {string} text
 * @param {Named<Item>[]} names
 * @returns {Item[]} in the order in which they stand there, each once
 */
export function find(text, names) {
  const words = plain(text);
  /** @type {{ at: number, end: number, item: Item }[]} */
  const found = [];
  const longest = names
    .map(({ name, item }) => ({ name: plain(name), item }))
    .sort((one, two) => two.name.length - one.name.length);
  for (const { name, item } of longest) {
    for (let at = name ? words.indexOf(name) : -1; at >= 0; at = words.indexOf(name, at + 1)) {
      const end = at + name.length;
      const free = found.every((other) => end <= other.at || at >= other.end);
      if (free && standsAlone(words, at, end)) found.push({ at, end, item });
    }
  }
  return [...new Set(found.sort((one, two) => one.at - two.at).map(({ item }) => item))];
}

/**
 * A name in letters is no part of a longer word; Chinese has no such edges.
 *
 * @param {string} words
 * @param {number} at
 * @param {number} end
 */
function standsAlone(words, at, end) {
  const before = isLetter(words[at - 1]) && isLetter(words[at]);
  const after = isLetter(words[end]) && isLetter(words[end - 1]);
  return !before && !after;
}

/** @param {string | undefined} sign */
function isLetter(sign) {
  return sign !== undefined && LETTER.test(sign);
}
