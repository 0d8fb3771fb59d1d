// Cards, sections, sources and codes of the editing page: added, moved and dragged in place.
// Without it the same buttons ask the server, and the place of each is a number to type.

const form = document.getElementById("editing");
const spoken = document.querySelector("[data-spoken]");
const blocksIn = (group) => [...group.querySelectorAll("[data-blocks] > [data-block]")];

function changed() {
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function say(words, values = {}) {
  spoken.textContent = words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
}

const titleOf = (block) => block.querySelector("h3 [data-title]").textContent;

/** Writes the order they stand in into the number fields. */
function number(group) {
  blocksIn(group).forEach((block, index) => {
    const order = block.querySelector(".ed-order");
    if (order) order.value = index + 1;
  });
}

function announce(block) {
  const group = block.closest("[data-group]");
  number(group);
  changed();
  const all = blocksIn(group);
  say(spoken.dataset.moved, { title: titleOf(block), place: all.indexOf(block) + 1, count: all.length });
}

// --- adding ----------------------------------------------------------------------------------------------------------

/** A copy of the empty block with its number in all names. */
function copyOf(pattern, index) {
  const block = document.importNode(pattern.content, true).firstElementChild;
  for (const element of [block, ...block.querySelectorAll("*")]) {
    for (const attribute of element.attributes) {
      if (attribute.value.includes("__n__")) attribute.value = attribute.value.replaceAll("__n__", index);
    }
  }
  block.id = `${block.querySelector("[name$='-id']").name}-at`;
  return block;
}

function add(group) {
  const count = group.querySelector("[data-count]");
  const block = copyOf(group.querySelector("[data-pattern]"), count.value);
  count.value = Number(count.value) + 1;
  const list = group.querySelector("[data-blocks]");
  list.closest("details")?.setAttribute("open", "");
  list.append(block);
  enhance(block);
  number(group);
  changed();
  block.querySelector(".ed-block-body :is(input, select, textarea)").focus();
  say(spoken.dataset.added);
}

// --- moving with buttons ---------------------------------------------------------------------------------------------

function move(button) {
  const block = button.closest("[data-block]");
  const up = button.dataset.move === "-1";
  const other = up ? block.previousElementSibling : block.nextElementSibling;
  if (!other) return;
  if (up) other.before(block);
  else other.after(block);
  block.scrollIntoView({ block: "nearest" });
  button.focus();
  announce(block);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add], [data-move]");
  if (!button || !form.contains(button)) return;
  event.preventDefault();
  if ("add" in button.dataset) add(button.closest("[data-group]"));
  else move(button);
});

// --- dragging by the handle ------------------------------------------------------------------------------------------

const EDGE = 120; // pixels from the edge of the window within which it scrolls by itself

function drag(handle, block) {
  const group = block.closest("[data-group]");
  let pointer = 0;
  let moved = false;
  let frame = 0;

  /** Puts the block where the pointer is: before the first block whose middle lies below it. */
  const place = () => {
    const others = blocksIn(group).filter((other) => other !== block);
    const below = others.find((other) => {
      const { top, bottom } = other.getBoundingClientRect();
      return pointer < (top + bottom) / 2;
    });
    if (below && below.previousElementSibling !== block) below.before(block);
    else if (!below && others.length && others.at(-1) !== block.previousElementSibling) others.at(-1).after(block);
  };
  const step = () => {
    const beyond = Math.min(0, pointer - EDGE) + Math.max(0, pointer - innerHeight + EDGE);
    if (moved && beyond) scrollBy(0, beyond / 6);
    if (moved) place();
    frame = requestAnimationFrame(step);
  };
  const follow = (event) => {
    pointer = event.clientY;
    moved = true;
  };
  /** Folds the blocks to their headings, or opens them again, without moving the handle from under the pointer. */
  const fold = (folded) => {
    const before = handle.getBoundingClientRect().top;
    group.classList.toggle("ed-group--dragging", folded);
    block.classList.toggle("ed-block--dragged", folded);
    scrollBy(0, handle.getBoundingClientRect().top - before);
  };
  const stop = () => {
    cancelAnimationFrame(frame);
    document.removeEventListener("pointermove", follow);
    for (const end of ["pointerup", "pointercancel"]) document.removeEventListener(end, stop);
    fold(false);
    if (moved) announce(block);
  };

  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    moved = false;
    pointer = event.clientY;
    // Heard on the document: a handle that moves with its block loses the pointer it captured.
    if (handle.hasPointerCapture(event.pointerId)) handle.releasePointerCapture(event.pointerId);
    document.addEventListener("pointermove", follow);
    for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, stop);
    fold(true);
    frame = requestAnimationFrame(step);
  });
}

// --- each block ------------------------------------------------------------------------------------------------------

function enhance(block) {
  const handle = block.querySelector("[data-handle]");
  if (handle) {
    handle.hidden = false;
    drag(handle, block);
  }
}

// The heading of a block follows what is typed as its heading.
form.addEventListener("input", (event) => {
  const field = event.target;
  const block = field.closest?.("[data-block]");
  const called = block && /-(heading|title|code)$/.test(field.name) && field.value.trim();
  if (called) block.querySelectorAll("[data-title]").forEach((title) => (title.textContent = called));
});

form.querySelectorAll("[data-blocks] > [data-block]").forEach(enhance);
