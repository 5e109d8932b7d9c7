/**
 * What is drawn on the signature field, as SVG path data of straight lines. No DOM here.
 * The field is 600 × 200 units; the server reads nothing else (care/forms/signature.py).
 *
 * @typedef {[x: number, y: number]} Point
 */
export const WIDTH = 600;
export const HEIGHT = 200;
/** Two points nearer than this are one: a hand trembles, and a path need not. */
const STEP = 3;
/** Characters the server takes. */
const LONGEST = 20_000;

/**
 * A point of the screen as a whole point of the field.
 *
 * @param {number} x
 * @param {number} y
 * @param {{ left: number, top: number, width: number, height: number }} box where the field stands on the screen
 * @returns {Point}
 */
export function onField(x, y, box) {
  const across = Math.round(((x - box.left) / box.width) * WIDTH);
  const down = Math.round(((y - box.top) / box.height) * HEIGHT);
  return [Math.min(WIDTH, Math.max(0, across)), Math.min(HEIGHT, Math.max(0, down))];
}

/**
 * The stroke with one more point, unless it hardly moved.
 *
 * @param {Point[]} stroke
 * @param {Point} point
 * @returns {Point[]}
 */
export function drawnOn(stroke, point) {
  const last = stroke.at(-1);
  return last && Math.hypot(point[0] - last[0], point[1] - last[1]) < STEP ? stroke : [...stroke, point];
}

/**
 * Path data of all strokes, never longer than the server takes.
 *
 * @param {Point[][]} strokes
 */
export function asPath(strokes) {
  let path = "";
  for (const stroke of strokes) {
    const more = stroke.map(([x, y], index) => `${index ? "L" : "M"}${x} ${y}`).join("");
    if (path.length + more.length > LONGEST) break;
    path += more;
  }
  return path;
}

/**
 * The strokes of a path that `asPath` wrote.
 *
 * @param {string} path
 * @returns {Point[][]}
 */
export function asStrokes(path) {
  return path
    .split("M")
    .filter(Boolean)
    .map((stroke) => stroke.split("L").map((point) => /** @type {Point} */ (point.split(" ").map(Number))));
}
