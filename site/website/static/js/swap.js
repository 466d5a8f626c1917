/** Go from page to page without losing the music: fetch, put the new page in place of the old. */

let latest = 0;
let shown = location.pathname + location.search;

/** Whether the address bar tells another page than the one shown, or only another place on it. */
export const movedOn = () => location.pathname + location.search !== shown;

/** Whether an address is a page of ours that can be swapped in. */
export function swappable(address) {
  const url = new URL(address, location.href);
  return url.origin === location.origin && !/^\/(api|static)\//.test(url.pathname);
}

/** Show the page at an address. `then` runs after the page is in place. */
export async function visit(address, { push = true, then = () => {} } = {}) {
  const mine = (latest += 1);
  document.documentElement.classList.add("busy");
  let text;
  let where;
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    if (!response.headers.get("Content-Type")?.startsWith("text/html")) throw new Error("not a page");
    text = await response.text();
    where = response.url + new URL(address, location.href).hash;
  } catch {
    location.assign(address);
    return;
  }
  if (mine !== latest) return; // somebody clicked on meanwhile
  if (push) history.pushState(null, "", where);
  shown = location.pathname + location.search;
  replace(new DOMParser().parseFromString(text, "text/html"));
  document.documentElement.classList.remove("busy");
  then();
}

function replace(fresh) {
  const focused = document.activeElement?.dataset?.key;
  const unfolded = new Map([...document.querySelectorAll("#page details[id]")].map((d) => [d.id, d.open]));
  document.getElementById("page").replaceWith(document.adoptNode(fresh.getElementById("page")));
  document.title = fresh.title;
  document.getElementById("words").value = fresh.getElementById("words").value;
  document.querySelector(".foot").replaceWith(document.adoptNode(fresh.querySelector(".foot")));
  for (const [id, open] of unfolded) {
    const details = document.getElementById(id);
    if (details) details.open = open;
  }
  if (focused) document.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  const count = document.querySelector("#page [role=status], #page h1");
  document.getElementById("announcer").textContent = count?.textContent ?? "";
}

/** What an address says last, in this order; facets come before. */
const OPTIONS = ["q", "video", "dedupe", "sort"];

/** The address a form leads to, without the fields left empty. */
export function addressOf(form) {
  const filled = [...new FormData(form)].filter(([, value]) => value !== "");
  filled.sort(([one], [other]) => OPTIONS.indexOf(one) - OPTIONS.indexOf(other));
  return `${form.action}?${new URLSearchParams(filled)}`;
}
