// Keeps what was typed and not sent over a load of the page: "Show", a decision on another line, a look at the evidence.
const KEY = `typed ${location.pathname}`;
let sent = null;
addEventListener("submit", (event) => {
  sent = event.target;
});

const given = (field) =>
  field.options
    ? ([...field.options].find((one) => one.defaultSelected) ?? field.options[0])?.value
    : field.defaultValue;
const isUnsent = (field) => field.form !== sent && field.value !== given(field);

addEventListener("pagehide", () => {
  const fields = [...document.querySelectorAll("main :is(input, select)[id]:not([type=hidden])")].filter(isUnsent);
  const typed = fields.map(({ id, value }) => [id, value]);
  if (typed.length) sessionStorage.setItem(KEY, JSON.stringify(typed));
  else sessionStorage.removeItem(KEY);
});

for (const [id, value] of JSON.parse(sessionStorage.getItem(KEY) ?? "[]")) {
  const field = document.getElementById(id);
  if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement)) continue;
  const before = field.value;
  field.value = value;
  // What was chosen may not be offered any more.
  if (field.value !== value) field.value = before;
  field.closest("details")?.setAttribute("open", "");
}
