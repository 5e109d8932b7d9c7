/**
 * What the server has not confirmed, kept on this device under the person who wrote it, until it is confirmed or the
 * person signs out. IndexedDB; where a browser refuses it (some private windows), memory, and `lasting` is false.
 *
 * @typedef {{ values: string[], bases: string[][], at: number }} Kept
 *   bases: what the server held when this was typed, so that somebody else's newer text is not overwritten; at: ms
 * @typedef {Kept & { person: string, key: string, name: string }} Row
 */

const NAME = "xinqiao-drafts";
const ROWS = "pending";

/** @type {Promise<IDBDatabase | null> | null} */
let opening = null;

/** @returns {Promise<IDBDatabase | null>} */
function open() {
  opening ??= new Promise((resolve) => {
    if (!globalThis.indexedDB) return resolve(null);
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(ROWS, { keyPath: ["person", "key", "name"] });
    asked.onerror = () => resolve(null);
    asked.onsuccess = () => {
      const forget = () => {
        opening = null;
      };
      asked.result.onclose = forget;
      asked.result.onversionchange = () => {
        asked.result.close();
        forget();
      };
      resolve(asked.result);
    };
  });
  return opening;
}

/**
 * One transaction. Resolves when it is done; null where nothing can be kept.
 *
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(rows: IDBObjectStore) => IDBRequest<T> | void} work
 * @returns {Promise<T | null>}
 */
async function run(mode, work) {
  const database = await open();
  if (!database) return null;
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(ROWS, mode);
    const asked = work(transaction.objectStore(ROWS));
    transaction.oncomplete = () => resolve(asked ? asked.result : null);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
    transaction.commit?.(); // do not wait: the tab may be gone in the next moment
  });
}

/** @param {string[]} path the first parts of a row's key */
function below(path) {
  return IDBKeyRange.bound(path, [...path, []]); // an array sorts after every string
}

/**
 * How many fields of this person have not reached the server, over all forms.
 *
 * @param {string} person
 */
export async function count(person) {
  return (await run("readonly", (rows) => rows.count(below([person]))).catch(() => null)) ?? 0;
}

/**
 * Forgets everything of this person.
 *
 * @param {string} person
 */
export async function erase(person) {
  await run("readwrite", (rows) => rows.delete(below([person]))).catch(() => null);
}

/** The unconfirmed fields of one form. Writes follow one another; a newer one replaces one that has not begun. */
export class Store {
  /** @type {Map<string, Kept | null>} */
  #waiting = new Map();
  /** @type {Promise<void> | null} */
  #writing = null;
  /** Whether what is kept here outlives the page. */
  lasting = true;

  /**
   * @param {string} person
   * @param {string} key
   */
  constructor(person, key) {
    this.person = person;
    this.key = key;
  }

  /**
   * What waits from before.
   *
   * @returns {Promise<Row[]>}
   */
  async read() {
    const range = [this.person, this.key];
    const rows = await run("readonly", (all) => all.getAll(below(range))).catch(() => null);
    this.lasting = rows !== null;
    return /** @type {Row[]} */ (rows ?? []);
  }

  /**
   * @param {string} name
   * @param {Kept} kept
   */
  keep(name, kept) {
    this.#waiting.set(name, kept);
    this.#write();
  }

  /** @param {string[]} names */
  drop(names) {
    for (const name of names) this.#waiting.set(name, null);
    if (names.length) this.#write();
  }

  /** When all that was asked for is on disk. */
  async settled() {
    while (this.#writing) await this.#writing;
  }

  #write() {
    this.#writing ??= this.#drain().finally(() => {
      this.#writing = null;
    });
  }

  async #drain() {
    while (this.#waiting.size) {
      const batch = [...this.#waiting];
      this.#waiting.clear();
      const written = run("readwrite", (rows) => {
        for (const [name, kept] of batch) {
          if (kept) rows.put({ ...kept, person: this.person, key: this.key, name });
          else rows.delete([this.person, this.key, name]);
        }
      });
      this.lasting = await written.then(
        async () => (await open()) !== null,
        () => false,
      );
    }
  }
}
