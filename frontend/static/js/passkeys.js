/**
 * What a passkey ceremony carries between server and browser: JSON whose bytes are base64url, and the browser's objects.
 */

/**
 * The bytes of base64url text, with or without padding.
 *
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function bytes(text) {
  const plain = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(plain), (sign) => sign.charCodeAt(0));
}

/**
 * Bytes as base64url without padding.
 *
 * @param {ArrayBuffer} buffer
 * @returns {string}
 */
export function text(buffer) {
  const signs = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(signs).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** @param {{id: string}} credential */
const known = (credential) => ({ ...credential, id: bytes(credential.id) });

/**
 * What `navigator.credentials.create` wants. A passkey of ours is always kept on the device and always asks for the
 * owner's finger, face or PIN: it can then stand for password and code at once.
 *
 * @param {any} options
 * @returns {PublicKeyCredentialCreationOptions}
 */
export function toCreate(options) {
  return {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: (options.excludeCredentials ?? []).map(known),
    authenticatorSelection: {
      ...options.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    },
  };
}

/**
 * What `navigator.credentials.get` wants.
 *
 * @param {any} options
 * @returns {PublicKeyCredentialRequestOptions}
 */
export function toGet(options) {
  return {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: (options.allowCredentials ?? []).map(known),
  };
}

/**
 * What the server wants back.
 *
 * @param {any} credential
 * @returns {string}
 */
export function answer(credential) {
  const response = credential.response;
  /** @type {Record<string, string>} */
  const said = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) said[name] = text(response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: said,
  });
}
