// Says when the draft changed since the page was made. It never moves what somebody reads: the reader asks for the new one.
const line = document.querySelector("[data-live]");
const part = (name) => line?.querySelector(`[data-${name}]`);

if (line instanceof HTMLElement) {
  const shown = { digest: line.dataset.digest, revision: line.dataset.revision };
  const changed = new Map();
  const say = (name, words) => {
    const place = part(name);
    if (place && place.textContent !== words) place.textContent = words;
  };
  const isShown = ({ digest, revision }) => digest === shown.digest && String(revision) === shown.revision;
  const hold = (words) => {
    line.dataset.changed = "";
    say("held-words", words);
    part("reload")?.removeAttribute("hidden");
  };

  // What came is counted, not inserted: by what it would do to the list that is shown.
  const count = () => {
    const all = [...changed].map(([id, list]) => (document.getElementById(id) ? "changed" : list));
    const words = { changed: "changed", timeline: "new", log: "in the log" };
    const parts = Object.entries(words).map(([sort, word]) => [all.filter((one) => one === sort).length, word]);
    const some = parts.filter(([number]) => number > 0).map((part) => part.join(" "));
    return some.length ? some.join(", ") : "The draft changed";
  };

  const stream = new EventSource(line.dataset.live ?? "");
  stream.addEventListener("open", async () => {
    say("live-state", "live");
    // Between the making of the page and now, or while the line was cut, something may have been missed.
    const answer = await fetch(line.dataset.summary ?? "");
    if (answer.ok && !isShown(await answer.json()) && !("changed" in line.dataset)) hold(count());
  });
  stream.addEventListener("error", () => {
    const time = new Date().toISOString().slice(11, 16);
    if (!part("live-state")?.textContent?.startsWith("offline")) say("live-state", `offline since ${time} UTC`);
  });
  for (const type of ["draft_changed", "decided", "published", "missed"])
    stream.addEventListener(type, (event) => {
      const change = JSON.parse(event.data);
      for (const entry of change.changed ?? []) changed.set(entry.id, entry.visibility);
      if (type === "published") hold("A version was published");
      else if (!isShown(change)) hold(count());
    });
}

// Opens the row that the address names, so that a link to an entry shows its evidence.
const open = () => {
  const target = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
  target?.querySelector("details.fold")?.setAttribute("open", "");
};
open();
addEventListener("hashchange", open);

// Offers the reader's own time zone, which only the browser knows.
const mine = document.querySelector("[data-my-zone]");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (mine instanceof HTMLAnchorElement && zone && zone !== "UTC") {
  const address = new URL(location.href);
  address.searchParams.set("zone", zone);
  mine.href = address.href;
  mine.textContent = `Show ${(zone.split("/").at(-1) ?? zone).replaceAll("_", " ")} time too`;
  mine.hidden = false;
}
