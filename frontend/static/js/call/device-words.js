/**
 * What is said about cameras and microphones: which one is gone, why one cannot be had, and how to allow it here.
 */
import { browserOf } from "app/call/devices.js";

/** @typedef {import("app/call/devices.js").Problem} Problem */
/** @typedef {import("app/call/devices.js").Browser} Browser */
/** @typedef {{ kind: "camera" | "microphone", label: string }} Lost */
/** @typedef {{ title: string, text: string, label: string, does: "ask" | "other" | "" }} DeviceWords */

/** @type {Record<Browser, () => string>} */
const HELP = {
  wechat: () => gettext("Open this page in the phone's own browser: press ⋯ at the top right, then “Open in browser”."),
  ios: () => gettext("Press “aA” next to the address, then “Website settings”, and allow camera and microphone."),
  safari: () => gettext("Choose Safari › Settings for this website, and allow camera and microphone."),
  firefox: () => gettext("Press the crossed-out camera next to the address, remove the block, then try again."),
  edge: () => gettext("Press the lock next to the address, allow camera and microphone, then try again."),
  chrome: () => gettext("Press the icon next to the address, allow camera and microphone, then try again."),
  other: () => gettext("Allow camera and microphone for this address in the browser's settings, then try again."),
};

/**
 * How to allow them in this browser.
 *
 * @param {string} agent navigator.userAgent
 */
export function help(agent) {
  return HELP[browserOf(agent)]();
}

/**
 * What stands in the way, if anything does; the gravest first.
 *
 * @param {object} state
 * @param {{ camera?: Problem, microphone?: Problem }} state.problems
 * @param {Lost | null} state.lost
 * @param {string} state.other another device of the lost one's kind, if there is one
 * @param {"camera" | "microphone" | null} [state.taken]
 * @param {string} agent
 * @returns {DeviceWords | null}
 */
export function deviceWords({ problems, lost, other, taken = null }, agent) {
  if (lost) return unplugged(lost, other);
  if (taken) return takenAway(taken);
  const { camera, microphone } = problems;
  if (camera === "insecure") return insecure();
  if (microphone === "refused" || camera === "refused") return refused(microphone, camera, agent);
  if (microphone) return silent(microphone);
  return camera ? unseen(camera) : null;
}

/** @param {Lost} lost @param {string} other @returns {DeviceWords} */
function unplugged({ kind, label }, other) {
  const named = label || (kind === "camera" ? gettext("the camera") : gettext("the microphone"));
  return {
    title: interpolate(gettext("%(device)s was unplugged"), { device: named }, true),
    text:
      kind === "camera"
        ? gettext("The others can hear you but no longer see you.")
        : gettext("The others can see you but no longer hear you."),
    label: other ? interpolate(gettext("Use %(device)s"), { device: other }, true) : gettext("Try again"),
    does: other ? "other" : "ask",
  };
}

/** @param {"camera" | "microphone"} kind @returns {DeviceWords} */
function takenAway(kind) {
  const microphone = kind === "microphone";
  return {
    title: microphone
      ? gettext("Something else has the microphone, a telephone call perhaps")
      : gettext("Something else has the camera, a telephone call perhaps"),
    text: microphone
      ? gettext("The others do not hear you until it ends. It comes back by itself; if it does not, try again.")
      : gettext("The others do not see you until it ends. It comes back by itself; if it does not, try again."),
    label: gettext("Try again"),
    does: "ask",
  };
}

/** @returns {DeviceWords} */
function insecure() {
  return {
    title: gettext("This address is not secure, so the browser does not allow camera or microphone"),
    text: gettext("Open the page at its https address. Without it you can still come in, see, hear and write."),
    label: "",
    does: "",
  };
}

/** @param {Problem | undefined} microphone @param {Problem | undefined} camera @param {string} agent @returns {DeviceWords} */
function refused(microphone, camera, agent) {
  const both = microphone === "refused" && camera === "refused";
  const title = both
    ? gettext("The browser is not allowed to use camera or microphone")
    : microphone === "refused"
      ? gettext("The browser is not allowed to use the microphone")
      : gettext("The browser is not allowed to use the camera");
  return {
    title,
    text: interpolate(gettext("%(help)s You can also come in without it."), { help: help(agent) }, true),
    label: gettext("Try again"),
    does: "ask",
  };
}

/** @param {Problem} why @returns {DeviceWords} */
function silent(why) {
  return {
    title: why === "missing" ? gettext("No microphone was found") : gettext("Another program is using the microphone"),
    text: gettext(
      "You can still come in, see, hear and write. Plug one in, or close the other program, then try again.",
    ),
    label: gettext("Try again"),
    does: "ask",
  };
}

/** @param {Problem} why @returns {DeviceWords} */
function unseen(why) {
  return {
    title: why === "missing" ? gettext("No camera was found") : gettext("Another program is using the camera"),
    text: gettext("The others will hear you but not see you."),
    label: gettext("Try again"),
    does: "ask",
  };
}

/**
 * A device's name; before permission a browser gives none.
 *
 * @param {"camera" | "microphone" | "speaker"} kind
 * @param {string} label
 * @param {number} number 1 for the first
 */
export function deviceName(kind, label, number) {
  if (label) return label;
  const names = {
    camera: gettext("Camera %(number)s"),
    microphone: gettext("Microphone %(number)s"),
    speaker: gettext("Speaker %(number)s"),
  };
  return interpolate(names[kind], { number }, true);
}
