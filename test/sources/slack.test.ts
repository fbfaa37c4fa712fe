import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressesIn } from "../../src/sources/lib/mentions.ts";
import { readable, titleOf, wordsOf } from "../../src/sources/lib/slack-text.ts";
import slack from "../../src/sources/slack.source.ts";
import { checkedEvents } from "./normalized.ts";

const post = (event: object) => ({
  type: "event_callback",
  team_id: "T0HARBOUR",
  event_time: 1_777_895_400,
  event: { type: "message", channel: "C0TILLS", user: "U0MIRA", text: "Tills are slow", ...event },
});
const eventsOf = (event: object) => checkedEvents(slack, post(event)).events;

const seconds = fc.integer({ min: 1_000_000_000, max: 4_000_000_000 });
const micros = fc.integer({ min: 0, max: 999_999 });
const stamp = (second: number, micro: number) => `${second}.${String(micro).padStart(6, "0")}`;

describe("slack", () => {
  it("keeps every digit of a time stamp, as time and as name", () => {
    fc.assert(
      fc.property(seconds, micros, (second, micro) => {
        const ts = stamp(second, micro);
        const [event] = eventsOf({ ts });
        expect(event?.told).toEqual({ at: second * 1_000_000 + micro, precision: "us", zoneAssumed: false });
        expect(event?.key).toBe(`v1:T0HARBOUR:C0TILLS:${ts}`);
      }),
    );
  });

  it("an edit refers to the message that it changes, and is another event than it", () => {
    fc.assert(
      fc.property(seconds, micros, fc.string({ minLength: 1 }), (second, micro, words) => {
        const ts = stamp(second, micro);
        const [original] = eventsOf({ ts });
        const edits = eventsOf({
          subtype: "message_changed",
          message: { user: "U0MIRA", ts, text: `Tills are slow, ${words}` },
          previous_message: { user: "U0MIRA", ts, text: "Tills are slow" },
          ts: stamp(second + 60, micro),
        });
        expect(edits[0]?.refersTo).toEqual(original?.correlation?.[0]);
        expect(edits[0]?.key).not.toBe(original?.key);
      }),
    );
  });

  it("a change that leaves the words as they were is no edit, whatever else changed", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom("https://a.example", "https://b.example/c"), (text, url) => {
        const unfurled = { user: "U0MIRA", ts: "1777895400.000200", text };
        const preview = [{ from_url: url, original_url: url, title: "A page", text: "What it says" }];
        const changed = {
          subtype: "message_changed",
          message: { ...unfurled, attachments: preview },
          previous_message: unfurled,
          ts: "1777895460.000200",
        };
        expect(eventsOf(changed)).toEqual([]);
      }),
    );
  });

  it("leaves no markup of Slack's own in what people read", () => {
    const mention = fc.constantFrom(
      "<@U0MIRA>",
      "<#C0TILLS|tills>",
      "<!channel>",
      "<!subteam^S1|@crew>",
      "<https://a.example|b>",
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(mention, fc.constantFrom("is", "down", "&amp;", "&lt;")), { minLength: 1 }),
        (parts) => {
          expect(readable(parts.join(" "))).not.toMatch(/<[@#!h]|&amp;|&lt;/);
        },
      ),
    );
  });

  it("takes styles off a title, and stars and snakes that are none leave alone", () => {
    expect(titleOf("*Resolved:* _all_ tills ~slow~ again")).toBe("Resolved: all tills slow again");
    expect(titleOf("add *.tills.example and till_sum_check, 2 * 3 * 4")).toBe(
      "add *.tills.example and till_sum_check, 2 * 3 * 4",
    );
  });

  it("gets through long odd texts, however their marks are strewn", () => {
    const long = 200_000;
    const texts = [")".repeat(long), "<".repeat(long), "*a ".repeat(long / 3), `b${").".repeat(long / 2)} c`];
    for (const text of texts) {
      const attachments = Array.from({ length: 5_000 }, () => ({ text }));
      expect(titleOf(wordsOf({ text, attachments })).length).toBeLessThanOrEqual(200);
      expect(addressesIn(`https://a.example/${text}`)).toHaveLength(1);
    }
  });
});
