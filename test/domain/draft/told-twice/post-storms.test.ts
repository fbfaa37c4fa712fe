import { describe, expect, it } from "vitest";
import { alert, draft, entriesOf, keysOf, message } from "../views.ts";

const opener = alert("Errors", 0);
const bot = { actor: { type: "automation" as const, id: "slack:B1", name: "watchdog" } };
const post = (id: string, minute: number, text: string) => message(id, minute, text, bot);

/** How many events stand behind each entry of the posts. */
const told = (...posts: Parameters<typeof draft>[0]) =>
  entriesOf(draft([opener, ...posts]))
    .filter((entry) => !keysOf(entry).includes(opener.event.key))
    .map(({ kind, evidence }) => `${kind} ${evidence.length}`);

describe("what a bot posts of one alert", () => {
  it("host after host is told once", () => {
    expect(
      told(
        post("a", 2, "PROBLEM - kiln-1 is DOWN: packet loss 100 %"),
        post("b", 4, "PROBLEM - kiln-2 is DOWN: packet loss 80 %"),
        post("c", 8, "PROBLEM - kiln-17 is DOWN: packet loss 100 %"),
      ),
    ).toEqual(["alert 3"]);
  });

  it("is told for itself in other words, at its end, or later", () => {
    const first = post("a", 2, "PROBLEM - kiln-1 is DOWN: packet loss 100 %");
    expect(told(first, post("b", 3, "PROBLEM - disk of kiln-2 is full: 99 %"))).toEqual(["alert 1", "alert 1"]);
    expect(told(first, post("b", 3, "RECOVERY - kiln-1 is UP"))).toEqual(["alert 1", "alert_cleared 1"]);
    expect(told(first, post("b", 9, "PROBLEM - kiln-2 is DOWN: packet loss 100 %"))).toEqual(["alert 1", "alert 1"]);
  });
});
