// Keeps what was typed and not sent over a load of the page: "Show", a decision on another line, a look at the evidence.
const KEY = `typed ${location.pathname}`;
let sent = null;
addEventListener("submit", (event) => {
  sent = event.target;
});

const isUnsent = (field) => field.form !== sent && field.value !== field.defaultValue;

addEventListener("pagehide", () => {
  const fields = [...document.querySelectorAll("main input[id]:not([type=hidden])")].filter(isUnsent);
  const typed = fields.map(({ id, value }) => [id, value]);
  if (typed.length) sessionStorage.setItem(KEY, JSON.stringify(typed));
  else sessionStorage.removeItem(KEY);
});

for (const [id, value] of JSON.parse(sessionStorage.getItem(KEY) ?? "[]")) {
  const field = document.getElementById(id);
  if (!(field instanceof HTMLInputElement)) continue;
  field.value = value;
  field.closest("details")?.setAttribute("open", "");
}
