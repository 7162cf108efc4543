// Calls of the management API.

const BASE = "api/v1/";

/** Reads from the API. An error has the sentence of the server as its message. */
export async function read(path, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== "" && value !== null));
  return json(await fetch(BASE + path + (query.size ? "?" + query : ""), { headers: { Accept: "application/json" } }));
}

/** Reads one resource by its ARM id. */
export function readResource(id) {
  return read("resources" + id.split("/").map(encodeURIComponent).join("/"));
}

/** Sends a signal, for example { poll: id }. */
export async function signal(body, token) {
  const headers = { "Content-Type": "application/json" };
  if (token) headers.Authorization = "Bearer " + token;
  return json(await fetch(BASE + "signals", { method: "POST", headers, body: JSON.stringify(body) }));
}

async function json(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.problem ?? `armwatch answers with status ${response.status}`);
  return body;
}

/** Follows the events. */
export function follow({ onChange, onScan, onOpen, onClose }) {
  const stream = new EventSource(BASE + "events");
  stream.addEventListener("open", onOpen);
  stream.addEventListener("error", () => {
    onClose();
    if (stream.readyState === EventSource.CLOSED) { // refused: the browser itself does not try again
      setTimeout(() => follow({ onChange, onScan, onOpen, onClose }), 5000);
    }
  });
  stream.addEventListener("change", message => onChange(JSON.parse(message.data)));
  stream.addEventListener("scan", message => onScan(JSON.parse(message.data)));
}
