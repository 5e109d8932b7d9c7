// Keeps one page and what it is drawn with. The network goes first, so that a changed number is never hidden.
const KEPT = {{ kept }};
const NAME = "crisis-{{ language }}-{{ mark }}";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(KEPT)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("crisis-{{ language }}-") && name !== NAME);
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin || !KEPT.includes(url.pathname)) return;
  const kept = () => caches.match(url.pathname, { cacheName: NAME });
  event.respondWith(fetch(event.request).then((answer) => (answer.ok ? answer : kept()), kept));
});
