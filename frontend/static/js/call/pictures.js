/**
 * Puts a stream into a <video>. A video that waits for its first frame holds back the page's `load` event, and a
 * switched-off camera never brings one: so streams come in only after it.
 */

/** @type {WeakMap<HTMLVideoElement, MediaStream | null>} */
const wanted = new WeakMap();

/**
 * @param {HTMLVideoElement} video
 * @param {MediaStream | null} stream
 * @param {(error: unknown) => void} [failed] told where the browser would not play it
 */
export function attach(video, stream, failed = () => undefined) {
  if (wanted.get(video) === stream) return;
  wanted.set(video, stream);
  const put = () => {
    const now = wanted.get(video) ?? null;
    if (video.srcObject === now) return;
    video.srcObject = now;
    if (now) video.play().catch(failed);
  };
  if (document.readyState === "complete") put();
  else window.addEventListener("load", put, { once: true });
}
