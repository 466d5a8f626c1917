/** The deck: plays a queue, shows where it is, goes on by itself. */

import { Queue, fetchEntries } from "./queue.js";
import { openPlayer, reasonOf } from "./youtube.js";

// So many failures one after another are not bad luck: asking on would only tire YouTube.
const MAX_FAILURES = 25;

export class Deck {
  constructor(element) {
    this.element = element;
    this.queue = new Queue([], null);
    this.youtube = null;
    this.opening = false;
    this.failures = 0;
    const part = (id) => element.querySelector(`#${id}`);
    this.parts = {
      frame: part("frame"), title: part("now-title"), detail: part("now-detail"), controls: part("controls"),
      toggle: part("toggle"), list: part("queue"), upNext: part("up-next"), place: part("place"),
    };
    part("previous").addEventListener("click", () => this.previous());
    part("next").addEventListener("click", () => this.next());
    part("skip").addEventListener("click", () => this.nextRecord());
    this.parts.toggle.addEventListener("click", () => this.toggle());
    this.parts.list.addEventListener("click", (event) => {
      const item = event.target.closest("li");
      if (item) this.play(Number(item.dataset.place));
    });
  }

  get loaded() {
    return this.queue.current !== null;
  }

  get onAir() {
    return document.documentElement.classList.contains("on-air");
  }

  /** Play entries from a place on; `next` is where more of them are. */
  start(entries, place, next) {
    this.queue = new Queue(entries, next);
    this.failures = 0;
    this.parts.list.replaceChildren();
    this.list(entries, 0);
    this.play(place);
  }

  async play(place) {
    if (!this.queue.go(place)) return;
    document.documentElement.classList.add("loaded");
    this.show();
    if (this.youtube) {
      this.youtube.loadVideoById(this.queue.current.video);
      return;
    }
    if (this.opening) return; // the one that opens takes what is current by then
    await this.open();
  }

  async open() {
    this.opening = true;
    const asked = this.queue.current.video;
    try {
      this.youtube = await openPlayer(this.parts.frame, this.element.dataset, asked, {
        ended: () => this.next(),
        playing: () => {
          this.failures = 0;
          this.air(true);
        },
        paused: () => this.air(false),
        failed: (code) => this.failed(code),
      });
      if (this.queue.current.video !== asked) this.youtube.loadVideoById(this.queue.current.video);
    } catch (error) {
      this.parts.detail.textContent = `${error.message}. Is it blocked here, or are we offline?`;
    } finally {
      this.opening = false;
    }
  }

  toggle() {
    if (!this.loaded) return;
    if (!this.youtube) this.play(this.queue.at);
    else if (this.onAir) this.youtube.pauseVideo();
    else this.youtube.playVideo();
  }

  previous() {
    const place = this.queue.before();
    if (place >= 0) this.play(place);
  }

  next() {
    return this.onward(() => this.queue.at + 1);
  }

  nextRecord() {
    return this.onward(() => this.queue.nextRecord());
  }

  /** Play on; at the end of what is known, ask for further results first. */
  async onward(place) {
    if (!this.loaded) return;
    const queue = this.queue;
    while (place() >= queue.entries.length && queue.next) {
      if (!(await this.fetchMore(queue)) || queue !== this.queue) return;
    }
    if (place() < queue.entries.length) await this.play(place());
    else this.rest("That was the last one.");
  }

  async fetchMore(queue) {
    const known = queue.entries.length;
    try {
      const { entries, next } = await fetchEntries(queue.next);
      queue.append(entries, next);
    } catch {
      this.rest("The next records could not be fetched. Press next to try again.");
      return false;
    }
    if (queue === this.queue) this.list(queue.entries.slice(known), known);
    return true;
  }

  failed(code) {
    this.failures += 1;
    this.queue.skip(reasonOf(code));
    this.mark(this.queue.at);
    if (this.failures >= MAX_FAILURES) this.rest("Nothing here plays. YouTube may be blocked.");
    else this.next();
  }

  /** Stop, and say why. */
  rest(message) {
    this.air(false);
    this.parts.detail.textContent = message;
  }

  air(on) {
    document.documentElement.classList.toggle("on-air", on);
    this.parts.toggle.setAttribute("aria-label", on ? "Pause" : "Play");
    this.highlight();
  }

  show() {
    const { title, artist, name } = this.queue.current;
    this.parts.title.textContent = name;
    this.parts.detail.textContent = artist ? `${artist} – ${title}` : title;
    this.parts.controls.hidden = this.parts.upNext.hidden = false;
    this.parts.place.textContent = `${this.queue.at + 1} of ${this.queue.entries.length}${this.queue.next ? "+" : ""}`;
    for (const item of this.parts.list.querySelectorAll("[aria-current]")) item.removeAttribute("aria-current");
    const item = this.parts.list.children[this.queue.at];
    item.setAttribute("aria-current", "true");
    this.parts.list.scrollTop = (item.previousElementSibling ?? item).offsetTop - this.parts.list.offsetTop;
    this.highlight();
  }

  /** Mark the playing record on the page, which may have been swapped meanwhile. */
  highlight() {
    const current = this.queue.current;
    for (const record of document.querySelectorAll("[data-record]")) {
      const on = record.dataset.record === current?.record;
      record.classList.toggle("playing", on);
      record.classList.toggle("on-air", on && this.onAir);
      for (const link of record.querySelectorAll("a[data-video]")) {
        link.classList.toggle("playing", on && link.dataset.video === current.video);
      }
    }
  }

  list(entries, from) {
    const items = entries.map((entry, i) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      item.dataset.place = from + i;
      button.type = "button";
      button.dir = "auto";
      button.textContent = entry.name;
      button.title = `${entry.artist} – ${entry.title}`.slice(0, 300);
      item.append(button);
      return item;
    });
    this.parts.list.append(...items);
  }

  mark(place) {
    const item = this.parts.list.children[place];
    if (!item || item.classList.contains("skipped")) return;
    item.classList.add("skipped");
    const why = document.createElement("em");
    why.textContent = `skipped: ${this.queue.skipped.get(place)}`;
    item.firstChild.append(why);
  }
}
