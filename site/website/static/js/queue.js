/** What is played, in order: videos of records, where we are, and why some were skipped. */

export class Queue {
  constructor(entries, next) {
    this.entries = entries; // {record, title, artist, video, name}
    this.next = next; // where further results are asked for, or null
    this.at = -1;
    this.skipped = new Map(); // place -> reason
  }

  get current() {
    return this.entries[this.at] ?? null;
  }

  get atEnd() {
    return this.at >= this.entries.length - 1;
  }

  /** Go to a place; says whether there is anything. */
  go(place) {
    if (place < 0 || place >= this.entries.length) return false;
    this.at = place;
    return true;
  }

  /** The nearest place before this one that was not skipped. */
  before() {
    let place = this.at - 1;
    while (place >= 0 && this.skipped.has(place)) place -= 1;
    return place;
  }

  /** The first place of the next record. */
  nextRecord() {
    const here = this.current?.record;
    let place = this.at + 1;
    while (place < this.entries.length && this.entries[place].record === here) place += 1;
    return place;
  }

  skip(reason) {
    this.skipped.set(this.at, reason);
  }

  append(entries, next) {
    this.entries.push(...entries);
    this.next = next;
  }
}

/** The videos of the records on the page, in their order. */
export function entriesOfPage(root) {
  return [...root.querySelectorAll("[data-record]")].flatMap((record) => {
    const title = record.querySelector(".title").textContent.trim();
    const artist = record.querySelector(".by")?.textContent.trim() ?? "";
    return [...record.querySelectorAll("a[data-video]")].map((link) => ({
      record: record.dataset.record,
      title,
      artist,
      video: link.dataset.video,
      name: link.textContent.trim(),
    }));
  });
}

/** The videos of further results, and where yet further ones are. */
export async function fetchEntries(address) {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`further results: ${response.status}`);
  const { results, next } = await response.json();
  const entries = results.flatMap((record) =>
    (record.videos ?? []).map((video, place) => ({
      record: String(record.id),
      title: record.title ?? "Untitled",
      artist: record.artist ?? "",
      video: video.id,
      name: video.title || `Video ${place + 1}`,
    })),
  );
  return { entries, next: next ?? null };
}
