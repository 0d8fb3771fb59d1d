// Small conveniences. Every page works without this file: nothing a patient does depends on it.

// A form that came back with errors: the summary speaks first (a sample in the style guide does not).
const summary = document.querySelector("[data-error-summary]");
if (summary && !summary.closest("article.article")) {
  summary.focus({ preventScroll: true });
  if (summary.getBoundingClientRect().bottom > innerHeight) summary.scrollIntoView();
}

// A second click while a form is on its way is ignored. The button keeps its name and value, which a disabled one would lose.
const PATIENCE = 10_000; // milliseconds until a new try is let through

function release(form) {
  delete form.dataset.sent;
  form.querySelectorAll("button[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("method")?.toLowerCase() !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(() => release(form), PATIENCE);
});

// Back from the next page: the form may be sent again.
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

// How many characters are left: seen at once, spoken when the writer pauses.
document.querySelectorAll("[data-counter]").forEach((counter) => {
  const control = document.getElementById(counter.dataset.counter);
  if (!control) return;
  const spoken = document.createElement("span");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  counter.after(spoken);
  control.setAttribute("aria-describedby", `${control.getAttribute("aria-describedby") ?? ""} ${counter.id}`.trim());
  control.removeAttribute("maxlength"); // cut nothing off silently: say what is too much
  let pause;

  const count = () => {
    const left = counter.dataset.limit - [...control.value].length; // whole characters, as the server counts
    counter.textContent = `${left < 0 ? counter.dataset.over : counter.dataset.left} ${Math.abs(left)}`;
    counter.classList.toggle("is-over", left < 0);
  };
  control.addEventListener("input", () => {
    count();
    clearTimeout(pause);
    pause = setTimeout(() => (spoken.textContent = counter.textContent), 1000);
  });
  count();
});

// Marks the section being read in "On this page".
const contents = document.querySelector("[data-contents]");
if (contents) {
  const links = new Map();
  contents.querySelectorAll("a[href^='#']").forEach((link) => {
    const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (section) links.set(section, link);
  });
  let drawing = 0;
  const mark = () => {
    drawing = 0;
    const reached = [...links.keys()].filter((section) => section.getBoundingClientRect().top < innerHeight / 3);
    const current = links.get(reached.pop());
    links.forEach((link) => (link === current ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
  };
  addEventListener("scroll", () => (drawing ||= requestAnimationFrame(mark)), { passive: true });
  mark();

  // On a phone the list has done its work once a section is chosen.
  contents.addEventListener("click", (event) => {
    if (event.target.closest("a")) contents.querySelector("details")?.removeAttribute("open");
  });
}

// Print buttons are hidden until they can do something.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});
