// Runs in the pages that the scenarios open.

// Fetches and describes everything that a script can find out about the outcome.
async function observe(url, init) {
  try {
    const response = await fetch(url, init);
    const body = await response.text();
    return {
      outcome: "answer",
      status: response.status,
      ok: response.ok,
      type: response.type,
      redirected: response.redirected,
      headers: Object.fromEntries(response.headers),
      body,
    };
  } catch (error) {
    return { outcome: "error", error: String(error) };
  }
}

// The same from inside a sandboxed frame, whose origin is opaque and is sent as "null".
async function observeFromSandbox(url, init) {
  const frame = document.createElement("iframe");
  frame.sandbox = "allow-scripts";
  frame.src = "/";
  document.body.append(frame);
  await new Promise((loaded) => frame.addEventListener("load", loaded));
  const { port1, port2 } = new MessageChannel();
  const reply = new Promise((resolve) => (port1.onmessage = (event) => resolve(event.data)));
  frame.contentWindow.postMessage({ url, init }, "*", [port2]);
  return reply;
}

addEventListener("message", async (event) => {
  event.ports[0].postMessage(await observe(event.data.url, event.data.init));
});

// The timing of the load of this address, as far as the browser tells it. Entries come some time after the answer.
function timing(url) {
  return new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => {
      const entry = list.getEntriesByName(url)[0];
      if (entry) {
        resolve({ requestStart: entry.requestStart, responseStart: entry.responseStart });
      }
    });
    observer.observe({ type: "resource", buffered: true });
  });
}
