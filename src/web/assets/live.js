// Says when the draft changed since the page was made. It never moves what somebody reads: the reader asks for the new one.
const notice = document.querySelector("[data-live]");

if (notice instanceof HTMLElement) {
  const state = notice.querySelector("[data-live-state]");
  const shown = notice.dataset.digest;
  const say = (text) => {
    if (state) state.textContent = text;
  };
  const source = new EventSource(notice.dataset.live ?? "");
  source.addEventListener("open", () => say("live"));
  source.addEventListener("error", () => say("offline, trying again"));
  const changed = (event) => {
    const { digest } = JSON.parse(event.data);
    if (digest === shown) return;
    say("changed since you opened it");
    notice.dataset.changed = "true";
  };
  for (const type of ["message", "draft_changed", "decided", "published"]) source.addEventListener(type, changed);
}

// Opens the row that the address names, so that a link to an entry shows its evidence.
const target = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
target?.querySelector("details")?.setAttribute("open", "");

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
