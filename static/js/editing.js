// The editing page: warns before typed text is left behind, shows texts as readers see them, and says who else is here.
// Everything works without it, with a button more to press.

const form = document.getElementById("editing");
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;

function post(url, fields = {}) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: token, ...fields });
  return fetch(url, { method: "POST", body, credentials: "same-origin" });
}

// --- typed and not saved ---------------------------------------------------------------------------------------------

const notes = form.querySelectorAll("[data-unsaved-note]");
let unsaved = "unsaved" in form.dataset;
let sent = false;

function setUnsaved(value) {
  unsaved = value;
  notes.forEach((note) => (note.hidden = !value));
}
setUnsaved(unsaved);

form.addEventListener("input", () => setUnsaved(true));
form.addEventListener("change", () => setUnsaved(true));
addEventListener("beforeunload", (event) => {
  if (unsaved && !sent) event.preventDefault();
});
document.querySelector("[data-discard]")?.addEventListener("click", () => setUnsaved(false));

// A second click while the page is on its way would look like a second editor: it is ignored.
form.addEventListener("submit", (event) => {
  if (event.submitter && "keepsTyping" in event.submitter.dataset) return; // opens in another tab; typing goes on
  if (sent) event.preventDefault();
  sent = true;
  setTimeout(() => (sent = false), 10_000);
});
addEventListener("pageshow", () => (sent = false));

// --- what is wrong ---------------------------------------------------------------------------------------------------

document.querySelector("[data-errors]")?.focus();

// A link to a field inside something folded opens it first.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!target) return;
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  if (target.matches("input, select, textarea, fieldset")) {
    event.preventDefault();
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  }
});

// Typing beside a choice chooses it.
form.addEventListener("input", (event) => {
  const radio = event.target.closest(".ed-choice")?.querySelector("input[type=radio]");
  const creating = event.target.closest(".ed-choices")?.querySelector("input[value=create]:checked");
  if (radio && event.target !== radio && event.target.value && !(creating && radio.value === "named")) radio.checked = true;
});

// --- a text as readers see it ----------------------------------------------------------------------------------------

const QUIET = 300; // milliseconds without a key before the text is drawn again
const waiting = new WeakMap();

async function draw(text) {
  const preview = text.closest(".ed-field").querySelector("[data-preview]");
  const typed = text.value;
  if (!typed.trim()) {
    preview.hidden = true;
    return;
  }
  try {
    const answer = await post(form.dataset.previewUrl, { text: typed });
    if (!answer.ok || answer.redirected || text.value !== typed) return;
    // The server let nothing but paragraphs, emphasis, lists and links through.
    const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
    drawn.querySelectorAll("a").forEach((link) => (link.target = "_blank"));
    preview.replaceChildren(...drawn.body.childNodes);
    preview.hidden = false;
  } catch {
    // No connection just now: the next key tries again.
  }
}

function drawSoon(text) {
  clearTimeout(waiting.get(text));
  waiting.set(text, setTimeout(() => draw(text), QUIET));
}

const seen = new IntersectionObserver((entries) => {
  entries.filter((entry) => entry.isIntersecting).forEach(({ target }) => {
    seen.unobserve(target);
    drawSoon(target);
  });
});
form.querySelectorAll("textarea[data-markdown]").forEach((text) => seen.observe(text));
form.addEventListener("input", (event) => {
  if (event.target.matches("textarea[data-markdown]")) drawSoon(event.target);
});

// --- who else is here ------------------------------------------------------------------------------------------------

const PRESENCE = 30_000; // milliseconds
const presence = document.querySelector("[data-presence]");

async function sayPresent() {
  try {
    const answer = await post(form.dataset.presenceUrl);
    if (!answer.ok || answer.redirected) return;
    const { others } = await answer.json();
    const words = others.length === 1 ? presence.dataset.one : presence.dataset.many;
    const sentence = others.length ? words.replace("{names}", () => others.join(", ")) : "";
    if (presence.textContent !== sentence) presence.textContent = sentence;
    presence.hidden = !sentence;
  } catch {
    // The next time will tell.
  }
}

if (presence && form.dataset.presenceUrl) {
  sayPresent();
  setInterval(sayPresent, PRESENCE);
}
