// Lists typed one item a line: Alt+Up and Alt+Down, or two buttons, move the lines the cursor is in.

const form = document.getElementById("editing");

/** Moves the chosen lines of a text by one, and keeps them chosen. Undo in the browser keeps working. */
function moveLines(text, by) {
  const { value, selectionStart, selectionEnd } = text;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const lastChosen = selectionEnd > selectionStart && value[selectionEnd - 1] === "\n" ? selectionEnd - 1 : selectionEnd;
  const end = value.indexOf("\n", lastChosen) < 0 ? value.length : value.indexOf("\n", lastChosen);
  const chosen = value.slice(start, end);
  let from, to, swapped, shift;
  if (by < 0) {
    if (start === 0) return;
    from = value.lastIndexOf("\n", start - 2) + 1;
    to = end;
    const above = value.slice(from, start - 1);
    swapped = `${chosen}\n${above}`;
    shift = -(above.length + 1);
  } else {
    if (end === value.length) return;
    from = start;
    to = value.indexOf("\n", end + 1) < 0 ? value.length : value.indexOf("\n", end + 1);
    const below = value.slice(end + 1, to);
    swapped = `${below}\n${chosen}`;
    shift = below.length + 1;
  }
  text.focus();
  text.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, swapped)) text.setRangeText(swapped, from, to);
  text.setSelectionRange(selectionStart + shift, lastChosen + shift);
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

form.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || !event.target.matches("textarea[data-lines]")) return;
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!by) return;
  event.preventDefault();
  moveLines(event.target, by);
});

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move-line]");
  if (button) moveLines(button.closest(".ed-field").querySelector("textarea"), Number(button.dataset.moveLine));
});

// The buttons are hidden until they can do something; in blocks that are added later, too.
const show = (root) => root.querySelectorAll("[data-line-tools]").forEach((tools) => (tools.hidden = false));
show(form);
new MutationObserver((records) => {
  records.flatMap(({ addedNodes }) => [...addedNodes]).forEach((node) => node.querySelectorAll && show(node));
}).observe(form, { childList: true, subtree: true });
