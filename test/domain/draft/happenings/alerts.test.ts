import { describe, expect, it } from "vitest";
import { alert, draft, entriesOf, keysOf, message, page, timelineOf } from "../views.ts";

describe("an alert and its end", () => {
  it("are two lines; the first knows until when", () => {
    const [fired, cleared] = timelineOf(draft([alert("Errors", 0), alert("Errors", 12, "resolved", { start: 0 })]));
    expect(fired).toMatchObject({
      kind: "alert",
      text: "Alert fired: Errors: too many errors",
      until: "2026-03-01T10:12:00Z",
    });
    expect(cleared).toMatchObject({ kind: "alert_cleared", at: "2026-03-01T10:12:00Z" });
  });

  it("an alert of low severity, and its end, stand in the log", () => {
    const low = { severity: "low" } as const;
    const drafted = draft([
      alert("Errors", 0),
      alert("Meh", 9, "firing", low),
      alert("Meh", 12, "resolved", { ...low, start: 9 }),
    ]);
    expect(timelineOf(drafted).map(({ text }) => text)).toEqual(["Alert fired: Errors: too many errors"]);
    expect(entriesOf(drafted)).toHaveLength(3);
  });

  it("an end whose start nobody told stands alone", () => {
    const drafted = draft([alert("Errors", 0), alert("Other", 5, "resolved", { start: -60 })]);
    expect(entriesOf(drafted).map(({ kind }) => kind)).toEqual(["alert", "alert_cleared"]);
  });
});

describe("a flapping alert", () => {
  const flaps = (count: number, pause: number) =>
    Array.from({ length: count }, (_, index) => [
      alert("Errors", index * (pause + 1)),
      alert("Errors", index * (pause + 1) + 1, "resolved", { start: index * (pause + 1) }),
    ]).flat();

  it("is one entry with every occurrence, first and last; its last end is another", () => {
    const [flap, end, ...others] = entriesOf(draft(flaps(4, 5)));
    expect(others).toEqual([]);
    expect(flap).toMatchObject({ occurrences: 4, first: "2026-03-01T10:00:00Z", last: "2026-03-01T10:18:00Z" });
    expect(flap?.members?.map(({ until }) => until?.slice(11, 16))).toEqual(["10:01", "10:07", "10:13", "10:19"]);
    expect(keysOf(flap)).toHaveLength(7);
    expect(end?.kind).toBe("alert_cleared");
  });

  it("fired twice, or with long pauses, is told each time", () => {
    expect(entriesOf(draft(flaps(2, 8))).filter(({ kind }) => kind === "alert")).toHaveLength(2);
    expect(entriesOf(draft(flaps(3, 16))).filter(({ kind }) => kind === "alert")).toHaveLength(3);
  });
});

describe("a storm", () => {
  const nodes = (minute: (index: number) => number, count = 5) =>
    Array.from({ length: count }, (_, index) =>
      alert("NodeDown", minute(index), "firing", { names: [`node-${index}`] }),
    );

  it("of one name is one entry that opens into its alerts", () => {
    const [storm, ...others] = entriesOf(draft(nodes((index) => index * 2)));
    expect(others).toEqual([]);
    expect(storm).toMatchObject({ occurrences: 5, text: "NodeDown fired 5 times: too many errors" });
    expect(storm?.members).toHaveLength(5);
  });

  it("says of what is only the first one's that it is", () => {
    const workers = [0, 1, 2].map((n) =>
      alert("PodRestarts", n, "firing", { names: [`w${n}`], title: `PodRestarts: worker ${n} restarts` }),
    );
    expect(entriesOf(draft(workers))).toMatchObject([{ text: "PodRestarts fired 3 times, first: worker 0 restarts" }]);
  });

  it("of one service is one entry within a minute, two beyond", () => {
    expect(entriesOf(draft([alert("Errors", 0), alert("Latency", 0.9)]))).toMatchObject([
      { text: "2 alerts fired: Errors and Latency", occurrences: 2 },
    ]);
    expect(entriesOf(draft([alert("Errors", 0), alert("Latency", 1.1)]))).toHaveLength(2);
  });

  it("does not join another service's alert of another name", () => {
    expect(entriesOf(draft([alert("Errors", 0), alert("Bounces", 0.5, "firing", { service: "mailer" })]))).toHaveLength(
      2,
    );
  });

  it("grows while an alert of the name still fires, up to half an hour between two", () => {
    expect(entriesOf(draft(nodes((index) => index * 25, 2)))).toHaveLength(1);
    expect(entriesOf(draft(nodes((index) => index * 31, 2)))).toHaveLength(2);
  });

  it("clears in one step where its alerts clear together", () => {
    const ends = Array.from({ length: 3 }, (_, index) =>
      alert("NodeDown", 30 + index, "resolved", { start: index * 2, names: [`node-${index}`] }),
    );
    const cleared = entriesOf(draft([...nodes((index) => index * 2, 3), ...ends])).filter(
      ({ kind }) => kind === "alert_cleared",
    );
    expect(cleared).toMatchObject([{ text: "3 alerts cleared: NodeDown", visibility: "timeline" }]);
  });

  it("shows the end of its gravest alerts only", () => {
    const drafted = draft([
      alert("Errors", 0),
      alert("Slow", 0.5, "firing", { severity: "medium" }),
      alert("Slow", 20, "resolved", { start: 0.5, severity: "medium" }),
      alert("Errors", 40, "resolved", { start: 0 }),
    ]);
    expect(timelineOf(drafted).map(({ at, kind }) => `${at.slice(11, 16)} ${kind}`)).toEqual([
      "10:00 alert",
      "10:40 alert_cleared",
    ]);
  });
});

describe("echoes of an alert", () => {
  const post = (id: string, minute: number, text: string) =>
    message(id, minute, text, { actor: { type: "automation", name: "alert-bot" } });

  it("a page that carries its name, and a machine's post about either, are the alert", () => {
    const drafted = draft([
      alert("Errors", 0),
      page("Q7", 0.2, "triggered", { title: "Errors: too many errors" }),
      post("m1", 0.3, "[FIRING:1] Errors (eu)"),
      post("m2", 0.4, "Triggered #7 https://pages.example/incidents/Q7"),
    ]);
    expect(entriesOf(drafted)).toHaveLength(1);
    expect(keysOf(entriesOf(drafted)[0])).toHaveLength(4);
  });

  it("a post that says what the alert says in words is the alert, though it does not spell its name", () => {
    const errors = alert("ErrorRateHigh", 0, "firing", { title: "ErrorRateHigh: the error rate is high" });
    expect(entriesOf(draft([errors, post("m1", 0.2, "[FIRING:1] The error rate is high")]))).toHaveLength(1);
  });

  it("a page that closes by itself, and a machine's post, are the alert's end", () => {
    const drafted = draft([
      alert("Errors", 0),
      page("Q7", 0.2, "triggered", { title: "Errors: too many errors" }),
      alert("Errors", 20, "resolved", { start: 0 }),
      page("Q7", 20.1, "resolved", { title: "Errors: too many errors", actor: { type: "automation" } }),
      post("m1", 20.2, "[RESOLVED] Errors (eu)"),
    ]);
    expect(entriesOf(drafted).map(({ evidence }) => evidence.length)).toEqual([2, 3]);
  });

  it("another name, or more than five minutes, is another happening", () => {
    expect(entriesOf(draft([alert("Errors", 0), page("Q7", 0.2, "triggered", { title: "Disk full" })]))).toHaveLength(
      2,
    );
    expect(entriesOf(draft([alert("Errors", 0), page("Q7", 5.1, "triggered", { title: "Errors" })]))).toHaveLength(2);
  });
});
