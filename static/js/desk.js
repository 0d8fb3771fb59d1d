// The desk's conveniences: keys, news, presence. Every page of the desk works without this file.

const EVERY = 15_000; // milliseconds between two questions to the server
const OFF = "desk-keys-off";

// --- keys: an element says which key presses it (data-key) or brings the focus to it (data-focus-key) ---------------

const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;
const isShown = (element) => element.getClientRects().length > 0;
const keysAreOff = () => localStorage.getItem(OFF) === "yes";
const dialog = document.querySelector("[data-keys]");

function moveInList(step) {
  const links = [...document.querySelectorAll("[data-rows] [data-row]")].filter(isShown);
  const here = Math.max(links.indexOf(document.activeElement), links.findIndex((link) => link.ariaCurrent === "true"));
  links[Math.min(Math.max(here + step, 0), links.length - 1)]?.focus();
}

function press(element) {
  if (element.matches("input")) element.focus();
  else if (element.matches("summary")) {
    element.parentElement.open = true;
    const field = element.parentElement.querySelector("input:not([type=hidden]), select, textarea, button");
    (field ?? element).focus();
  } else element.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
  if (isTyping(event.target) || dialog?.open || keysAreOff()) return;
  const key = event.key.toLowerCase();
  if (key === "?") dialog?.showModal();
  else if (key === "j" || key === "k") moveInList(key === "j" ? 1 : -1);
  else if (key === "m" && document.getElementById("note_text")) document.getElementById("note_text").focus();
  else {
    const pressed = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(isShown);
    const focused = [...document.querySelectorAll(`[data-focus-key="${CSS.escape(key)}"]`)].find(isShown);
    if (!pressed && !focused) return;
    if (pressed) press(pressed);
    else focused.focus();
  }
  event.preventDefault();
});

document.querySelectorAll("[data-keys-switch]").forEach((place) => {
  const button = place.querySelector("button");
  const say = () => {
    button.textContent = keysAreOff() ? button.dataset.off : button.dataset.on;
    button.setAttribute("aria-pressed", String(!keysAreOff()));
  };
  button.addEventListener("click", () => {
    if (keysAreOff()) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "yes");
    document.querySelectorAll("[data-keys-switch] button").forEach((each) => each.dispatchEvent(new Event("keys-changed")));
  });
  button.addEventListener("keys-changed", say);
  place.hidden = false;
  say();
});

// --- news and presence: asked for while the page is looked at -------------------------------------------------------

function everyWhileVisible(ask) {
  const again = () => {
    if (document.visibilityState === "visible") ask().catch(() => {}); // the next try may do better
  };
  setInterval(again, EVERY);
  document.addEventListener("visibilitychange", again);
}

async function told(address, options = {}) {
  const answer = await fetch(address, { credentials: "same-origin", redirect: "error", ...options });
  return answer.status === 200 ? [await answer.json(), answer.headers.get("ETag")] : [null, null];
}

const news = document.querySelector("[data-news]");
if (news) {
  const words = news.querySelector("[role=status]");
  const show = news.querySelector("a");
  let known = "";
  everyWhileVisible(async () => {
    const headers = known ? { "If-None-Match": known } : {};
    const [answer, tag] = await told(`${news.dataset.news}?since=${news.dataset.newest}`, { headers, cache: "no-store" });
    if (!answer) return;
    known = tag ?? "";
    if (words.textContent !== answer.sentence) words.textContent = answer.sentence;
    show.hidden = answer.count === 0;
  });
}

const open = document.querySelector("[data-here]");
if (open) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const others = document.querySelector("[data-presence]");
  const changed = document.querySelector("[data-changed]");
  everyWhileVisible(async () => {
    const body = new URLSearchParams({ version: open.dataset.version, csrfmiddlewaretoken: token });
    const [answer] = await told(open.dataset.here, { method: "POST", body });
    if (!answer) return;
    if (others.textContent.trim() !== answer.others) others.textContent = answer.others;
    if (changed.textContent !== answer.changed) changed.textContent = answer.changed;
  });
}
