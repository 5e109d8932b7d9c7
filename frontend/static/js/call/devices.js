/**
 * Cameras, microphones, speakers: which there are, which one was chosen here last time, and what went wrong when a
 * browser would not give one. Nothing here opens a device.
 */

/** @typedef {"camera" | "microphone" | "speaker"} Kind */
/** @typedef {{ id: string, label: string }} Device */
/** @typedef {Record<Kind, Device[]>} Devices */

/** @type {Record<string, Kind>} */
const KINDS = { videoinput: "camera", audioinput: "microphone", audiooutput: "speaker" };
const REMEMBERED = "xinqiao.devices";

/**
 * @param {Pick<MediaDeviceInfo, "kind" | "deviceId" | "label">[]} found
 * @returns {Devices}
 */
export function sorted(found) {
  /** @type {Devices} */
  const devices = { camera: [], microphone: [], speaker: [] };
  for (const { kind, deviceId, label } of found) {
    const list = devices[KINDS[kind]];
    // Before permission browsers show one nameless device of each kind.
    if (list && deviceId) list.push({ id: deviceId, label });
  }
  return devices;
}

/**
 * The devices of `before` that `after` has no more.
 *
 * @param {Devices} before
 * @param {Devices} after
 * @returns {{ kind: Kind, device: Device }[]}
 */
export function gone(before, after) {
  return /** @type {Kind[]} */ (["camera", "microphone", "speaker"]).flatMap((kind) =>
    before[kind]
      .filter((device) => !after[kind].some((other) => other.id === device.id))
      .map((device) => ({ kind, device })),
  );
}

/**
 * Which devices were chosen in this browser: their ids, nothing else.
 *
 * @param {Pick<Storage, "getItem">} storage
 * @returns {Partial<Record<Kind, string>>}
 */
export function remembered(storage) {
  try {
    const kept = JSON.parse(storage.getItem(REMEMBERED) ?? "{}");
    const known = Object.values(KINDS).filter((kind) => typeof kept?.[kind] === "string");
    return Object.fromEntries(known.map((kind) => [kind, kept[kind]]));
  } catch {
    return {};
  }
}

/**
 * @param {Pick<Storage, "getItem" | "setItem">} storage
 * @param {Kind} kind
 * @param {string} id
 */
export function remember(storage, kind, id) {
  try {
    storage.setItem(REMEMBERED, JSON.stringify({ ...remembered(storage), [kind]: id }));
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}

/**
 * What is asked of the browser. A device that is no longer there is replaced by another, not refused.
 *
 * @param {"camera" | "microphone"} kind
 * @param {string} [id]
 * @param {boolean} [exactly] the reader chose this very one just now
 * @returns {MediaStreamConstraints}
 */
export function constraints(kind, id, exactly = false) {
  const which = id ? { deviceId: exactly ? { exact: id } : { ideal: id } } : {};
  return kind === "camera"
    ? { video: { ...which, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } } }
    : { audio: { ...which, echoCancellation: true, noiseSuppression: true, autoGainControl: true } };
}

/**
 * Why a device could not be had.
 *
 * @typedef {"refused" | "missing" | "busy" | "insecure"} Problem
 *
 * @param {unknown} error what getUserMedia threw
 * @returns {Problem}
 */
export function problem(error) {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  return "busy";
}

/**
 * Which browser's words for giving permission are of use.
 *
 * @typedef {"wechat" | "ios" | "safari" | "firefox" | "edge" | "chrome" | "other"} Browser
 *
 * @param {string} agent navigator.userAgent
 * @returns {Browser}
 */
export function browserOf(agent) {
  if (/MicroMessenger/i.test(agent)) return "wechat";
  if (/iPhone|iPad|iPod/.test(agent)) return "ios";
  if (/Firefox\//.test(agent)) return "firefox";
  if (/Edg(A|iOS)?\//.test(agent)) return "edge";
  if (/Chrome\//.test(agent)) return "chrome";
  return /Safari\//.test(agent) ? "safari" : "other";
}
