import { describe, expect, it } from "vitest";
import type { OpsEvent, RecordedEvent } from "../../../src/domain/event.ts";
import { alert, anything, draft, entriesOf, incident, keysOf, message, page, status, timelineOf } from "./views.ts";

const opener = alert("Errors", 0);
const lines = (...events: Parameters<typeof draft>[0]) =>
  timelineOf(draft([opener, ...events]))
    .slice(1)
    .map(({ kind, text }) => `${kind}: ${text}`);

describe("pages", () => {
  it("show who took them on, to whom they went, and who closed them", () => {
    expect(
      lines(
        page("Q7", 1, "triggered", { title: "Disk full" }),
        page("Q7", 2, "escalated"),
        page("Q7", 3, "acknowledged"),
        page("Q7", 40, "resolved"),
      ),
    ).toEqual([
      "page: Page: Disk full",
      "escalation: Page escalated: Page Q7",
      "acknowledgement: Marek acknowledged the page",
      "resolution: Marek resolved the page: Page Q7",
    ]);
  });

  it("that one person acknowledges in a storm are acknowledged once", () => {
    expect(lines(...Array.from({ length: 9 }, (_, index) => page(`Q${index}`, 2 + index / 2, "acknowledged")))).toEqual(
      ["acknowledgement: Marek acknowledged 9 pages"],
    );
  });

  describe("that one person acknowledges again", () => {
    const took = (minute: number, facts: Partial<OpsEvent> = {}) => page("Q7", minute, "acknowledged", facts);
    const answers = (...events: RecordedEvent[]) => lines(...events).filter((line) => /^ack/.test(line)).length;
    const machine = { actor: { type: "automation" as const } };

    it("are acknowledged once, however late", () => {
      expect(lines(took(2), took(30), took(95))).toEqual(["acknowledgement: Marek acknowledged the page"]);
    });

    it("are acknowledged once, also where it is another page", () => {
      expect(answers(took(2), page("Q8", 30, "acknowledged"))).toBe(1);
    });

    it.each([
      ["somebody else", [took(2), took(30, { actor: { type: "human", id: "pagerduty:P2", name: "Ines" } })]],
      ["the answer ran out", [took(2), page("Q7", 20, "unacknowledged", machine), took(30)]],
      ["it was escalated meanwhile", [took(2), page("Q7", 20, "escalated", machine), took(30)]],
      ["it came again", [took(2), page("Q7", 20, "resolved"), page("Q7", 25, "reopened", machine), took(30)]],
    ])("not where it is %s", (_, events) => {
      expect(answers(...events)).toBe(2);
    });
  });

  it("that a machine acknowledges, and routing, stand in the log", () => {
    expect(
      lines(page("Q7", 2, "acknowledged", { actor: { type: "automation" } }), page("Q7", 3, "reassigned")),
    ).toEqual([]);
  });

  it("that came without an alert end on the timeline, too", () => {
    const closed = page("Q7", 9, "resolved", { actor: { type: "automation" }, title: "Disk full" });
    expect(lines(page("Q7", 6, "triggered", { title: "Disk full" }), closed)).toEqual([
      "page: Page: Disk full",
      "alert_cleared: Page resolved: Disk full",
    ]);
  });
});

describe("an opening told through several tools", () => {
  const declared = incident("i1", 10, "declared");
  const channel = anything({
    key: "chat/chat:v1:C9",
    kind: "channel",
    action: "created",
    minute: 10.5,
    title: "inc-1",
    correlation: [{ type: "channel", value: "C9" }],
  });
  const said = message("m1", 9.5, "declaring a sev 2, I'm IC");

  it("is one declaration", () => {
    const drafted = draft([opener, declared, channel, said], { channels: ["C9"] });
    const [entry, ...others] = timelineOf(drafted).slice(1);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      kind: "declaration",
      text: "Oona declared the incident: Checkout is down",
      at: "2026-03-01T10:09:30Z",
    });
    expect(keysOf(entry)).toHaveLength(3);
  });

  it("is told once, however many channels called alike are opened later", () => {
    const opened = (name: string, minute: number) =>
      anything({
        ...{ key: `chat/chat:v1:${name}`, kind: "channel", action: "created", minute, title: name },
        correlation: [{ type: "channel", value: name }],
      });
    const names = ["inc-0412-till", "inc-0412-repair", "inc-0500-mail"];
    const drafted = draft([opener, ...names.map((name, at) => opened(name, 10 + 20 * at))], { channels: names });
    expect(timelineOf(drafted).map(({ text }) => text)).toEqual([
      expect.any(String),
      "Incident channel opened: inc-0412-till",
      "Incident channel opened: inc-0500-mail",
    ]);
  });

  it("leaves another channel, and a declaration four minutes later, alone", () => {
    expect(entriesOf(draft([opener, declared, channel]))).toHaveLength(3);
    expect(entriesOf(draft([opener, declared, message("m1", 14, "declaring a sev 2, I'm IC")]))).toHaveLength(3);
  });
});

describe("an end told through several tools", () => {
  it("is one resolution within two minutes", () => {
    expect(lines(status("s1", 60, "resolved"), incident("i1", 61.5, "resolved"))).toEqual([
      "resolution: Oona resolved the incident: Checkout is down",
    ]);
    expect(lines(message("m1", 58, "incident is resolved"), incident("i1", 60, "resolved"))).toHaveLength(1);
    expect(lines(message("m1", 39, "incident is resolved"), incident("i1", 60, "resolved"))).toHaveLength(2);
    expect(lines(status("s1", 60, "resolved"), incident("i1", 62.5, "resolved"))).toHaveLength(2);
  });
});

describe("status posts", () => {
  it("each stand on the timeline; saying in chat that one is out adds nothing", () => {
    expect(
      lines(
        status("s1", 5, "investigating"),
        message("m1", 6, "posted on the status page"),
        status("s1", 20, "monitoring"),
      ),
    ).toEqual([
      "communication: Status page, investigating: Checkout fails",
      "communication: Status page, monitoring: Checkout fails",
    ]);
    expect(
      lines(
        status("s1", 5, "investigating", { text: "Some orders fail at the last step. We are looking." }),
        status("s1", 60, "resolved", { text: "Orders go through again." }),
      ),
    ).toEqual([
      "communication: Status page, investigating: Some orders fail at the last step. We are looking.",
      "resolution: Status page, resolved: Orders go through again.",
    ]);
  });
});

describe("lines", () => {
  it("are one line without markup, ids and addresses, and never over thirty words", () => {
    const long = `restarted ${"web-7 ".repeat(80)}`;
    const drafted = draft([
      alert("Errors", 0, "firing", {
        title: `Errors: see <https://x.example|dashboard> <#C012|ops>\n${"word ".repeat(60)}`,
      }),
      message("m1", 1, long),
      message("m2", 5, "rolled back <@U0000WHO1>\nhttps://x.example/1 :tada:"),
      page("Q7", 7, "triggered", { title: "x".repeat(3000) }),
    ]);
    for (const { text } of entriesOf(drafted)) {
      expect(text).not.toMatch(/[\n\r]|https?:|<[@#!]|:tada:/);
      expect(text.split(" ").length).toBeLessThanOrEqual(30);
      expect(text.length).toBeLessThanOrEqual(240);
    }
  });

  it("keep numbers and units, and leave the cause out", () => {
    expect(lines(message("m1", 3, "34 % of requests are failing, 1.2 s p99, because the cache is cold"))).toEqual([
      "symptom: Oona reported: 34 % of requests are failing, 1.2 s p99",
    ]);
  });
});

it.each(["thanks ", "<!", "<https://", "(", ":x:", "```", "because ", "@U000000"])(
  "is not kept busy by forty thousand characters of %j",
  (piece) => {
    const [entry] = entriesOf(draft([message("m1", 0, piece.repeat(Math.ceil(40_000 / piece.length)))]));
    expect(entry?.text.length).toBeLessThanOrEqual(240);
  },
);
