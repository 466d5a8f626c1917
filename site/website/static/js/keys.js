/** Keys, as long as nobody types. */

const TYPED_IN = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const PRESSED = "button, summary, a, label, input";

export function listenForKeys(deck, search) {
  const actions = {
    j: () => deck.next(),
    ArrowRight: () => deck.next(),
    k: () => deck.previous(),
    ArrowLeft: () => deck.previous(),
    n: () => deck.nextRecord(),
    " ": () => deck.toggle(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPED_IN)) return;
    if (event.key === "/") {
      event.preventDefault();
      search.focus();
      return;
    }
    const action = actions[event.key];
    // Space presses what has the focus; arrows move among radio buttons.
    const taken = event.target.closest(PRESSED) && !/^[jkn]$/.test(event.key);
    if (!action || !deck.loaded || taken) return;
    event.preventDefault();
    action();
  });
}
