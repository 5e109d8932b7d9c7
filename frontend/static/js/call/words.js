/**
 * The sentences of every situation: what is true, what becomes of it, and the one thing to do.
 */

/** @typedef {import("app/call/situation.js").Situation} Situation */
/** @typedef {"enter" | "knock" | "retry" | "resume" | "reload" | "back" | "sign_in" | ""} Does */

/**
 * @typedef {object} Words
 * @property {string} title
 * @property {string} text
 * @property {string} label of the button; empty where there is nothing to do but wait
 * @property {Does} does
 * @property {"" | "info" | "wait" | "wrong" | "good"} tone
 *
 * @typedef {object} Known
 * @property {string} host who lets people in
 * @property {string} other whom one speaks to
 * @property {boolean} met whether they were connected before
 * @property {boolean} hosts whether the reader is the host
 * @property {string} when the hour at which the room opens
 * @property {string} until how long until then
 * @property {boolean} hostPresent
 */

/** @param {string} text @param {Record<string, string>} facts */
const say = (text, facts) => interpolate(text, facts, true);

/**
 * @param {Words["tone"]} tone
 * @param {string} title
 * @param {string} text
 * @param {string} [label]
 * @param {Does} [does]
 * @returns {Words}
 */
const words = (tone, title, text, label = "", does = "") => ({ tone, title, text, label, does });

/** @type {Record<Situation, (known: Known) => Words>} */
const WORDS = {
  opening: () => words("", gettext("One moment"), gettext("Looking up the room.")),
  early: ({ when, until }) =>
    words(
      "info",
      say(gettext("The room opens at %(when)s, %(until)s"), { when, until }),
      gettext("You can check camera and microphone now. This page opens the room by itself."),
      gettext("Back to the case"),
      "back",
    ),
  ready: ({ hosts, hostPresent, host }) =>
    words(
      "",
      gettext("The room is open"),
      hosts || !hostPresent
        ? gettext("Check your video and sound, then go in.")
        : say(gettext("%(host)s is in the room. Check your video and sound, then go in."), { host }),
      gettext("Enter the room"),
      "enter",
    ),
  knock: ({ host, hostPresent }) =>
    words(
      "",
      gettext("The room is open"),
      say(
        hostPresent
          ? gettext("Knock, and %(host)s will let you in.")
          : gettext("%(host)s is not here yet. You can knock already: they will be notified."),
        { host },
      ),
      gettext("Knock"),
      "knock",
    ),
  knocking: ({ host }) =>
    words(
      "wait",
      say(gettext("%(host)s will let you in"), { host }),
      gettext("They have been notified. Keep this page open."),
      gettext("Back to the case"),
      "back",
    ),
  knocking_alone: ({ host }) =>
    words(
      "wait",
      gettext("You have knocked"),
      say(gettext("%(host)s is not in the room yet and has been notified that you are waiting. Keep this page open."), {
        host,
      }),
      gettext("Back to the case"),
      "back",
    ),
  turned_away: ({ host }) =>
    words(
      "wait",
      say(gettext("%(host)s cannot let you in now"), { host }),
      gettext("Wait a moment and knock again, or phone the centre."),
      gettext("Knock again"),
      "knock",
    ),
  unreachable: () =>
    words(
      "wait",
      gettext("The server cannot be reached"),
      gettext("Your device keeps trying. What is on this page stays."),
      gettext("Try now"),
      "retry",
    ),
  connecting: ({ other }) =>
    words("info", say(gettext("Connecting to %(other)s"), { other }), gettext("This takes a few seconds.")),
  connected: () => words("", "", ""),
  line_small: () =>
    words(
      "info",
      gettext("Your connection is weak"),
      gettext("Your picture is sent smaller so that your voice stays clear."),
    ),
  line_sound: () =>
    words(
      "wait",
      gettext("Your connection is too weak for a picture"),
      gettext("Your voice goes on. The picture comes back by itself as soon as the connection allows."),
    ),
  line_bad: () =>
    words(
      "wait",
      gettext("Even the sound hardly gets through"),
      gettext("Continue by phone, or in writing. Everything is kept with the case."),
    ),
  alone: ({ other, met }) =>
    words(
      "info",
      say(met ? gettext("%(other)s has left the room") : gettext("%(other)s is not here yet"), { other }),
      gettext("You are alone in the room. Anyone who comes in is connected automatically."),
    ),
  peer_broken: ({ other }) =>
    words(
      "wait",
      say(gettext("The connection to %(other)s is lost"), { other }),
      gettext("Looking for another route."),
      gettext("Reconnect now"),
      "retry",
    ),
  signalling_away: () =>
    words(
      "wait",
      gettext("The server cannot be reached; sound and video continue"),
      gettext("Messages and the case file wait until it is back."),
      gettext("Try now"),
      "retry",
    ),
  network_away: () =>
    words(
      "wait",
      gettext("Your network is down"),
      gettext("The call comes back by itself as soon as the network does."),
      gettext("Try now"),
      "retry",
    ),
  withdrawn: ({ hosts }) =>
    words(
      "wrong",
      gettext("Consent was withdrawn"),
      hosts
        ? gettext(
            "The case file is no longer shared. Say goodbye, make sure nobody is left alone in danger, and end the meeting.",
          )
        : gettext("The case file is no longer shared. The expert will say goodbye and end the meeting."),
    ),
  moved: () =>
    words(
      "info",
      gettext("You are in another tab"),
      gettext("This tab has switched off its camera and microphone."),
      gettext("Continue here"),
      "resume",
    ),
  done: () =>
    words(
      "good",
      gettext("The consultation is finished"),
      gettext("Camera and microphone are off. What was written is kept with the case."),
      gettext("Back to the case"),
      "back",
    ),
  technical: () =>
    words(
      "wait",
      gettext("The meeting was broken off for technical reasons"),
      gettext("Agree by phone how to continue."),
      gettext("Back to the case"),
      "back",
    ),
  consent_withdrawn: () =>
    words(
      "wrong",
      gettext("The meeting was closed because consent was withdrawn"),
      gettext("Nothing is transmitted any more. If anyone is in danger, act now: the numbers are on every page."),
      gettext("Back to the case"),
      "back",
    ),
  cancelled: () =>
    words(
      "info",
      gettext("The consultation was cancelled"),
      gettext("The reason is with the case."),
      gettext("Back to the case"),
      "back",
    ),
  no_call: () =>
    words(
      "info",
      gettext("This consultation needs no call any more"),
      gettext("How it goes on is with the case."),
      gettext("Back to the case"),
      "back",
    ),
  removed: () =>
    words(
      "wrong",
      gettext("You are no longer a participant in this room"),
      gettext("Camera and microphone are off. Ask the coordinator if this is a mistake."),
      gettext("Leave this page"),
      "back",
    ),
  signed_out: () =>
    words(
      "wait",
      gettext("You have been signed out"),
      gettext("Camera and microphone are off. Sign in to come back to the room."),
      gettext("Sign in again"),
      "sign_in",
    ),
  left: () =>
    words(
      "info",
      gettext("You have left the room"),
      gettext("Camera and microphone are off."),
      gettext("Go back in"),
      "resume",
    ),
  confused: () =>
    words(
      "wrong",
      gettext("This page no longer matches the server"),
      gettext("Reload the page; you will come straight back into the room."),
      gettext("Reload"),
      "reload",
    ),
};

/**
 * @param {Situation} situation
 * @param {Known} known
 * @returns {Words}
 */
export function wordsOf(situation, known) {
  return WORDS[situation](known);
}

/**
 * What the server would not do, where the reader should know.
 *
 * @param {string} why
 */
export function refusal(why) {
  switch (why) {
    case "nobody_knocking":
      return gettext("They have left the waiting room.");
    case "not_host":
      return gettext("Only the host can let people in.");
    case "not_open":
      return gettext("The room is not open yet.");
    case "too_fast":
      return gettext("That was too much at once. Wait a moment.");
    default:
      return "";
  }
}

/**
 * How long until the room opens.
 *
 * @param {number} milliseconds
 */
export function untilOpen(milliseconds) {
  const minutes = Math.max(1, Math.ceil(milliseconds / 60_000));
  if (minutes < 60) return some(minutes, ngettext("in %(count)s min", "in %(count)s min", minutes));
  const hours = Math.round(minutes / 60);
  if (hours < 24) return some(hours, ngettext("in %(count)s hour", "in %(count)s hours", hours));
  const days = Math.round(hours / 24);
  return some(days, ngettext("in %(count)s day", "in %(count)s days", days));
}

/** @param {number} count @param {string} words */
const some = (count, words) => interpolate(words, { count }, true);
