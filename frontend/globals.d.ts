// What the page brings before our modules run: Django's JavaScriptCatalog and htmx. Read by tsc only.
declare function gettext(text: string): string;
declare function ngettext(one: string, many: string, count: number): string;
declare function pgettext(context: string, text: string): string;
declare function npgettext(context: string, one: string, many: string, count: number): string;
declare function interpolate(text: string, values: unknown[] | Record<string, unknown>, named?: boolean): string;
declare function get_format(name: string): string;

interface Window {
  htmx?: {
    process(element: Element): void;
    trigger(element: Element, name: string, detail?: unknown): void;
    ajax(verb: string, path: string, context?: unknown): Promise<void>;
  };
}

// Node's own modules, for tests/js: enough to import them without a package of types.
declare module "node:test" {
  // biome-ignore lint/suspicious/noExplicitAny: a test's body is checked, the runner is not ours
  const runner: any;
  export default runner;
  export const test: typeof runner;
  export const describe: typeof runner;
  export const it: typeof runner;
  export const before: typeof runner;
  export const beforeEach: typeof runner;
  export const after: typeof runner;
  export const afterEach: typeof runner;
  export const mock: typeof runner;
}
declare module "node:assert/strict" {
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const assert: any;
  export default assert;
}
