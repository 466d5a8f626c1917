/** Everything the page does beyond links and forms; without it, those still work. */

import { listenForKeys } from "./keys.js";
import { Deck } from "./player.js";
import { entriesOfPage } from "./queue.js";
import { addressOf, movedOn, swappable, visit } from "./swap.js";

const form = document.getElementById("dig");
const deck = new Deck(document.getElementById("player"));
const wide = matchMedia("(min-width: 48.01rem)");

document.documentElement.classList.add("js");

/** On a wide screen the filters stand open; on a small one they wait behind their button. */
function unfoldFilters() {
  const filters = document.getElementById("filters");
  if (filters && wide.matches) filters.open = true;
}

function settle() {
  unfoldFilters();
  deck.highlight();
}

function go(address, top) {
  visit(address, {
    then: () => {
      settle();
      const target = new URL(address, location.href).hash.slice(1);
      if (target) document.getElementById(target)?.scrollIntoView();
      else if (top) window.scrollTo(0, 0);
    },
  });
}

function playFromPage(link) {
  const record = link?.closest("[data-record]");
  const entries = entriesOfPage(document.getElementById("page"));
  const wanted = (entry) =>
    !record || (entry.record === record.dataset.record && (link.dataset.play !== undefined || entry.video === link.dataset.video));
  const place = entries.findIndex(wanted);
  if (place >= 0) deck.start(entries, place, document.getElementById("records")?.dataset.next ?? null);
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (event.target.closest("#play-all")) playFromPage(null);
  const link = event.target.closest("a[href]");
  if (!link) return;
  if (link.matches("[data-play], [data-video]")) {
    event.preventDefault();
    const playing = link.matches("[data-play]") && link.closest("[data-record].playing");
    if (playing) deck.toggle();
    else playFromPage(link);
    return;
  }
  const address = link.href.baseVal ?? link.href; // a bar of the histogram is an SVG link
  if (!swappable(address) || link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  const inPlace = link.closest(".filters, .chips");
  go(new URL(address, location.href).href, !inPlace);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const filters = document.getElementById("filters");
  if (filters && !wide.matches) filters.open = false;
  go(addressOf(form), true);
});

document.addEventListener("change", (event) => {
  if (event.target.form !== form || event.target.name === "q") return;
  go(addressOf(form), false);
});

window.addEventListener("popstate", () => {
  if (movedOn()) visit(location.href, { push: false, then: settle });
});
wide.addEventListener("change", unfoldFilters);

listenForKeys(deck, document.getElementById("words"));
settle();
