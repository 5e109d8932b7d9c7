/** Asks the browser to keep the crisis page for hours without a network (the worker rules this page alone). */
if ("serviceWorker" in navigator) {
  const scope = location.pathname;
  navigator.serviceWorker.register(`${scope}worker.js`, { scope }).catch(() => {});
}
