// "Poll now", "Pause" and "Resume": only where armwatch takes signals.

import { signal } from "./api.js";
import { byId, h, setText } from "./dom.js";

/** Shows or hides everything that sends signals. */
export function allowSignals(allowed) {
  document.body.dataset.signals = allowed ? "yes" : "no";
  byId("tokens").hidden = !allowed;
}

/** A button that sends a signal, and says what came of it. */
export function signalButton(text, body, done, label) {
  const answer = h("span", { class: "answer", role: "status" });
  const button = h("button", { type: "button", "data-focus": JSON.stringify(body), "aria-label": label, onclick: () => send(body, done, answer) }, text);
  return h("span", { class: "signal" }, button, " ", answer);
}

async function send(body, done, answer) {
  try {
    await signal(body, byId("token").value.trim());
    answer.classList.remove("bad");
    setText(answer, done);
  } catch (failure) {
    answer.classList.add("bad");
    setText(answer, "That failed: " + failure.message);
  }
}
