import { expect, it } from "vitest";
import { alert, draft, incident, message, page, status } from "./views.ts";

const errors = alert("Errors", 0);

it("is called by the declaration, else the status page, the page, the alert", () => {
  const openers = [errors, page("Q7", 1, "triggered"), status("s1", 2, "investigating"), incident("i1", 3, "declared")];
  const titled = (count: number) =>
    draft(openers.slice(0, count), { openers: openers.slice(0, count).map(({ event }) => event.key) }).incident.title;
  expect([1, 2, 3, 4].map(titled)).toEqual([
    "Errors: too many errors",
    "Page Q7",
    "Checkout fails",
    "Checkout is down",
  ]);
});

it("is called by what a report says after its last edit, and by none that was deleted", () => {
  const report = (id: string, action: string, minute: number, text: string) => {
    const named = { type: "message", value: id };
    return message(`${id}:${minute}`, minute, text, {
      ...{ action, correlation: [named] },
      ...(action === "posted" ? {} : { refersTo: named }),
    });
  };
  const first = report("m1", "posted", 0, "checkout is down, Marek broke it");
  const second = report("m2", "posted", 3, "checkout is down in two shops");
  const edit = report("m1", "edited", 9, "checkout is down since the deploy");
  const openers = [first, second].map(({ event }) => event.key);
  const titled = (...more: Parameters<typeof draft>[0]) => draft([first, second, ...more], { openers }).incident.title;
  expect(titled()).toBe("checkout is down, Marek broke it");
  expect(titled(edit)).toBe("checkout is down since the deploy");
  const gone = [report("m1", "deleted", 10, "checkout is down"), report("m2", "deleted", 11, "checkout is down")];
  expect(titled(edit, ...gone.slice(0, 1))).toBe("checkout is down in two shops");
  expect(titled(edit, ...gone)).toBe("A report that was deleted");
});

it("is open, then mitigated, then resolved once its openers are closed", () => {
  expect(draft([errors]).incident).toMatchObject({ status: "open", endedAt: null });
  expect(draft([errors, message("m1", 9, "error rate is back to normal")]).incident.status).toBe("mitigated");
  expect(draft([errors], { closed: true, end: 30 }).incident).toMatchObject({
    status: "resolved",
    endedAt: "2026-03-01T10:30:00.000Z",
  });
});

it("is resolved once the record says so, though an opener stays open: the end is then that key moment", () => {
  const over = message("m1", 12, "this incident is resolved");
  const { incident, moments } = draft([errors, over]);
  expect(moments.resolved.at).toBe("2026-03-01T10:12:00Z");
  expect(incident).toMatchObject({ status: "resolved", endedAt: "2026-03-01T10:12:00.000Z" });
  expect(draft([errors, over], { closed: true, end: 30 }).incident.endedAt).toBe("2026-03-01T10:30:00.000Z");
});

it("takes the declared severity, else the worst of its openers, and the teams of its services", () => {
  expect(draft([errors]).incident).toMatchObject({ severity: "critical", services: ["shop"], teams: ["front"] });
  expect(draft([errors, incident("i1", 3, "declared", { severity: "high" })]).incident.severity).toBe("high");
});

it("takes the severity that a person declared in chat before an alert's label, and that of an incident tool before both", () => {
  const said = message("m1", 3, "I am declaring this a SEV-2, please join");
  expect(draft([errors, said]).moments.declared.at).not.toBeNull();
  expect(draft([errors, said]).incident.severity).toBe("high");
  expect(draft([errors, message("m1", 3, "is this a sev4 or what?")]).incident.severity).toBe("critical");
  expect(draft([errors, said, incident("i1", 4, "declared", { severity: "medium" })]).incident.severity).toBe("medium");
});

it("has the greatest time of its events for its now, and lists every event with its content", () => {
  const drafted = draft([errors, message("m1", 9, "ok")]);
  expect(drafted.asOf).toBe(errors.event.occurredAt + 9 * 60_000_000);
  expect(drafted.events).toEqual({
    [errors.event.key]: errors.content,
    "chat/chat:v1:m1": expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});
