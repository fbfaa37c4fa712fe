import type { Draft } from "../../src/domain/draft/schema.ts";
import { decided, draftedFinding, entryId, fold, machineDraft } from "../domain/draft/machine-drafts.ts";

/** Texts that try to become more than text, each with what it tries. */
export const HOSTILE = [
  '<script>alert("x")</script><img src=x onerror=alert(1)>',
  "![track](https://evil.example/pixel.png) [click](javascript:alert(1)) <https://evil.example>",
  "# heading | table | `code` **bold** ~~gone~~ [^1] &lt;b&gt;",
  "@here @oona please see #123 and GH-7, owner/repo#9, !42",
  "https://evil.example/x www.evil.example evil@evil.example",
  "pay\u202Egnp.exe ad\u200Bmin \u001B[31mred\u0007",
  "line one\n## line two\n- [ ] task\n---\n```\nfence",
  "</style></title><base href=//evil.example> \" ' onmouseover=x {{7*7}} <%= 7*7 %>",
  "=cmd|' /C calc'!A0",
  "took $x^2$ and $`y`$, paid $5 $$z$$",
  "שלום עולם — مرحبا — 👩‍🚒",
];

const KEYS = HOSTILE.map((_, index) => `slack/slack:v1:h${index}`);

/** A draft in which senders and people wrote hostile text wherever text can stand. */
export function hostileDraft(): Draft {
  const entries = HOSTILE.map((text, index) => ({
    events: [KEYS[index] ?? ""],
    minute: index,
    kind: "message" as const,
    text,
    evidence: [
      {
        event: KEYS[index] ?? "",
        delivery: `d${index}`,
        source: "slack",
        occurredAt: "2026-03-01T10:00:00Z",
        receivedAt: "2026-03-01T10:00:05Z",
        quote: text,
        url: index % 2 === 0 ? "javascript:alert(1)" : "https://chat.example.org/p?a=1&b=<2>",
      },
    ],
  }));
  const [first = "", second = ""] = HOSTILE;
  const rule = { rule: "automated_detection", evidence: [entryId(KEYS[0] ?? "")] };
  const machine = machineDraft({
    entries,
    moments: { impactStarted: 0 },
    findings: [draftedFinding({ ...rule, text: first }, KEYS[0] ?? null)],
    questions: [{ id: "q_1", text: second, about: null, version: 0, state: "open" }],
  });
  const { incident } = machine;
  const titled = { ...machine, incident: { ...incident, title: first, services: [second], teams: ["<b>team</b>"] } };
  const notes = HOSTILE.map((text, index) => {
    return { type: "annotate", entry: entryId(KEYS[index] ?? ""), version: 0, text } as const;
  });
  const ended = { type: "moment", name: "impactEnded", version: 0, entry: entryId(KEYS[2] ?? "") } as const;
  const decisions = [{ type: "review", digest: fold(titled).digest } as const, ...notes, ended];
  const draft = fold(titled, decided(titled, [], decisions, "<i>Ada</i>"));
  return {
    ...draft,
    actions: [{ id: "a1", text: second, owner: null, version: 1, state: "open", url: "javascript:alert(1)" }],
    missing: [{ delivery: "d99", source: "<u>pd</u>", code: "not_json" }],
  };
}
