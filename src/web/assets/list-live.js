// Says when the list of incidents is no longer what it shows. It never moves what somebody reads: the reader asks for the new one.
const line = document.querySelector("[data-list]");
const EVERY_MS = 5000;

if (line instanceof HTMLElement) {
  const part = (name) => line.querySelector(`[data-${name}]`);
  const say = (name, words) => {
    const place = part(name);
    if (place && place.textContent !== words) place.textContent = words;
  };
  const rows = [...document.querySelectorAll("[data-incident]")];
  const shown = new Map(rows.map(({ dataset }) => [dataset.incident, dataset.state]));
  const stateOf = ({ digest, revision, published }) => `${digest} ${revision} ${published ?? 0}`;

  const look = async () => {
    const lists = (line.dataset.list ?? "").split(" ");
    const answers = await Promise.all(lists.map(async (list) => (await fetch(list)).json()));
    const items = answers.flatMap(({ items }) => items);
    const fresh = items.filter(({ id }) => !shown.has(id)).length;
    const changed = items.filter((item) => shown.has(item.id) && shown.get(item.id) !== stateOf(item)).length;
    const counts = [
      [fresh, "new"],
      [changed, "changed"],
    ];
    const words = counts.flatMap(([count, word]) => (count > 0 ? [`${count} ${word}`] : [])).join(", ");
    say("live-state", "live");
    say("held-words", words);
    part("reload")?.toggleAttribute("hidden", words === "");
    line.toggleAttribute("data-changed", words !== "");
  };

  const offline = () => {
    if (part("live-state")?.textContent?.startsWith("offline")) return;
    say("live-state", `offline since ${new Date().toISOString().slice(11, 16)} UTC`);
  };

  // A tab that nobody sees asks for nothing, and looks at once when somebody does.
  const lookIfSeen = () => {
    if (document.visibilityState === "visible") look().catch(offline);
  };
  lookIfSeen();
  setInterval(lookIfSeen, EVERY_MS);
  document.addEventListener("visibilitychange", lookIfSeen);
}
