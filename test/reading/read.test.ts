import { describe, expect, it, test } from "vitest";
import type { Reading } from "../../src/domain/reading.ts";
import { ENGLISH } from "../../src/reading/english/english.ts";
import type { Language } from "../../src/reading/language.ts";
import { createReader } from "../../src/reading/read.ts";
import { event, minutes } from "../domain/events.ts";

const read = createReader();

const said = (text: string): Reading =>
  read(event({ key: "chat/1", actor: { type: "human", name: "Ilse" }, title: text }));

const posted = (text: string, name = "deploy-bot"): Reading =>
  read(event({ key: "chat/2", actor: { type: "automation", name }, title: text }));

describe("what a person plainly states", () => {
  it.each([
    ["declaring a sev 2 for the webshop", "declaration"],
    ["opening an incident, I'm IC", "declaration"],
    ["opening inc-31: no receipts since ten", "declaration"],
    ["declaring SEV-4 for the kiosks", "declaration"],
    ["rolling back the webshop to 4.12", "rollback"],
    ["reverted, the old config is live", "rollback"],
    ["restarted web-7, two more to go", "mitigation"],
    ["I've disabled the coupon feature", "mitigation"],
    ["the node pool has been drained", "mitigation"],
    ["the queue is drained and checkout works again", "recovery"],
    ["error rate is back to normal", "recovery"],
    ["we can open it again", "recovery"],
    ["after the restart everything is back to normal", "recovery"],
    ["they can pay by card again", "recovery"],
    ["restarted it, no difference", "failed_attempt"],
    ["the restart didn't help", "failed_attempt"],
    ["restarted mill-3: same error", "failed_attempt"],
    ["deployed 4.13 to production", "change"],
    ["posted on the status page", "communication"],
    ["incident is resolved, thanks all", "resolution"],
    ["ok then it's mitigated as of now", "mitigation"],
    ["!log depooling db-14", "mitigation"],
    ["found it, the certificate ran out last night", "observation"],
    ["paging the database team", "escalation"],
    ["poking the storage on-call about it", "escalation"],
    ["looping in somebody of billing", "escalation"],
    ["I have IC from now on", "decision"],
    ["let's keep the old mills for tonight", "decision"],
    ["the proper fix is merged and rolling", "follow_up"],
    ["handing the lead to Ruth, my shift ends", "decision"],
  ])("%s: %s", (text, kind) => {
    expect(said(text)).toMatchObject({ kind, certain: true, echoes: false });
  });

  it("takes only a person's declaration for one", () => {
    expect(said("declaring a sev 2 for the webshop").declares).toBe(true);
    expect(said("rolling back the webshop").declares).toBe(false);
  });
});

describe("what is no plain statement", () => {
  it.each([
    ["I think the rollout broke the cache", "hypothesis"],
    ["maybe it's the new certificate", "hypothesis"],
    ["let's wait for the database people", "decision"],
    ["if web-7 is restarted now", "mitigation"],
    ["having a look", "acknowledgement"],
    ["out of the pool once the replica has recovered", "recovery"],
    ["home as soon as the shop is back to normal", "recovery"],
  ])("%s: %s, not certain", (text, kind) => {
    expect(said(text)).toMatchObject({ kind, certain: false });
  });

  it.each([
    "thanks!",
    "ok",
    "hi all",
    "you can try it again",
    "lol",
    ":tada:",
    "did somebody restart it?",
    "https://grafana.example/d/7",
  ])("%s is talk", (text) => {
    expect(said(text)).toMatchObject({ kind: "message", declares: false, reports: false, certain: false });
  });

  it("hears a guess only up to the end of the clause that states", () => {
    expect(said("set the limit to 40, no idea if that will help")).toMatchObject({ kind: "mitigation", certain: true });
    expect(said("I guess somebody set the limit to 40").certain).toBe(false);
  });
});

test.each(["the same thing is in git by now", "had the same thing last spring"])("%s is no attempt", (text) => {
  expect(said(text).kind).not.toBe("failed_attempt");
});

describe("what is back", () => {
  it.each([
    ["restarted all mills, errors are back after a minute", "failed_attempt"],
    ["restarted web-7. the timeouts came back right away", "failed_attempt"],
    ["rolled back to 4.12, it's failing again", "failed_attempt"],
    ["latency is back", "symptom"],
    ["alerts are all back", "symptom"],
    ["the 502s returned", "symptom"],
    ["the shop is back after the restart", "recovery"],
    ["traffic is back", "recovery"],
    ["latency is back to normal", "recovery"],
    ["error rate is back down, orders go through again", "recovery"],
  ])("%s: %s", (text, kind) => {
    expect(said(text)).toMatchObject({ kind, certain: true });
  });

  it("keeps what was tried and what came of it together", () => {
    expect(said("morning all. restarted web-7. errors came back a minute later").statement).toBe(
      "restarted web-7. errors came back a minute later",
    );
  });

  it.each(["are the errors back?", "I think the errors are back", "shout if the errors are back"])(
    "%s is no plain relapse",
    (text) => {
      expect(said(text).certain).toBe(false);
    },
  );
});

describe("a decision", () => {
  it.each(["decision: we will go back to v7", "we decided to wait for the vendor", "agreed to keep it read-only"])(
    "%s was taken",
    (text) => {
      expect(said(text)).toMatchObject({ kind: "decision", certain: true });
    },
  );

  it.each(["let's go back to v7", "could you restart it", "I'd rather not restart it"])("%s is proposed", (text) => {
    expect(said(text)).toMatchObject({ kind: "decision", certain: false });
  });
});

describe("status pages", () => {
  it.each(["posted on the status page", "status page is up", "status post is out"])(
    "%s: something was posted",
    (text) => {
      expect(said(text)).toMatchObject({ kind: "communication", certain: true });
    },
  );

  it.each([
    "the courier's status page is all green",
    "their status page says nothing",
    "say we are on it, status page is up",
    "tell them the banner is live",
  ])("%s: nothing was", (text) => {
    expect(said(text).certain).toBe(false);
  });
});

describe("reports of trouble", () => {
  it.each([
    "customers report that checkout is down",
    "customers can't pay, the page says 'try again later'",
    "nobody can book a table",
    "eleven tickets in five minutes",
    "support here: people cannot log in since ten minutes",
    "is anybody else getting 502s from the webshop?",
    "I'm getting 500 errors on every page",
  ])("%s", (text) => {
    expect(said(text)).toMatchObject({ kind: "human_report", reports: true, certain: true });
  });

  it.each(["is the webshop down?", "I think users might be getting errors", "it would be down if we did that"])(
    "%s reports nothing",
    (text) => {
      expect(said(text).reports).toBe(false);
    },
  );
});

describe("when it happened", () => {
  const at = (text: string) =>
    read(event({ key: "chat/3", actor: { type: "human" }, title: text, occurredAt: minutes(20) })).happenedAt;

  it("is the clock time of a symptom, on the day of the message", () => {
    expect(at("graphs say 10:05, nothing but 503s on all nodes")).toEqual({
      at: minutes(5),
      precision: "m",
      zoneAssumed: true,
    });
    expect(at("requests failing since 06:05:30 EDT")).toEqual({
      at: minutes(5.5),
      precision: "s",
      zoneAssumed: false,
    });
    expect(at("requests failing since 23:59 or so")).toBeUndefined();
    expect(at("requests are failing")).toBeUndefined();
  });

  it.each([
    ["`2026-03-01 11:05:01.250 CET [pool] WARN no connection left`", minutes(5) + 1_250_000, "ms", false],
    ["2026-03-01T10:05:01Z FATAL too many clients", minutes(5) + 1_000_000, "s", false],
    ["```\n[2026-03-01 10:05:01] worker 3 gave up\n```", minutes(5) + 1_000_000, "s", true],
    ["Mar  1 10:05:01 cache-3 kernel: out of memory", minutes(5) + 1_000_000, "s", true],
    ["06:05:01 EDT [allocator-4] panic: nil lease", minutes(5) + 1_000_000, "s", false],
    ["log says 2026-03-01T11:05:01+01:00 FATAL too many clients", minutes(5) + 1_000_000, "s", false],
  ])("is the stamp of a pasted line of a log: %s", (text, instant, precision, zoneAssumed) => {
    expect(at(text)).toEqual({ at: instant, precision, zoneAssumed });
  });

  it.each([
    ["first rejected order is 10:05:30", minutes(5.5), "s"],
    ["found it. the earliest broken upload was from about 10:05:30, on shelf-4", minutes(5.5), "s"],
    ["first shelf ran full at 10:05:30, the others a minute later", minutes(5.5), "s"],
    ["swap on shelf-4 took off at 10:05", minutes(5), "m"],
    ["in the graph shelf-2 goes up at 10:05 and stays there", minutes(5), "m"],
    ["10:05 going by the belt graphs, all halls within a minute", minutes(5), "m"],
    ["according to the pump logs it was 10:05", minutes(5), "m"],
    ["it started 10:05:30 on shelf-2", minutes(5.5), "s"],
    ["looked at the orders: north and south stop at 10:05, none later", minutes(5), "m"],
  ])("is the time at which something was first seen, or rose: %s", (text, instant, precision) => {
    expect(at(text)).toEqual({ at: instant, precision, zoneAssumed: true });
  });

  it.each([
    "first train leaves at 10:05",
    "the first errors in the import are from 10:05:30, right?",
    "if the first order is at 10:05:30 we lost nothing",
    "they pushed nine times since 10:05",
    "the first shelf goes up at 10:30",
    "10:05 by the clock in hall 2",
    "does the intake stop at 10:05?",
    "rolled back, the first good order was at 10:05:30",
  ])("is not told by a schedule, a question, a wish, a span or a deed's remark: %s", (text) => {
    expect(at(text)).toBeUndefined();
  });

  it.each([
    "2026-03-01T10:25:01Z is when the certificate runs out",
    "2026-02-20T10:05:01Z FATAL too many clients",
    "2026-02-30T10:05:01Z FATAL too many clients",
    "2026-03-01T10:05:01Z",
    "10:05 restarted it",
  ])("is not told by a stamp that is to come, days old, of no day, alone, or no stamp: %s", (text) => {
    expect(at(text)).toBeUndefined();
  });

  it("is not the clock time of what was found or done: that is when it was said", () => {
    expect(at("found a deploy from 10:05")).toBeUndefined();
  });
});

describe("for whom somebody speaks", () => {
  it.each([
    ["hello kiln, support desk here. we get calls about empty pages", "support desk"],
    ["payments here: customers see a blank page", "payments"],
    ["Hi mill-ops here, none of our pods start", "mill-ops"],
  ])("%s", (text, who) => {
    expect(said(text).speaksFor?.()).toBe(who);
  });

  it.each([
    "errors on checkout here.",
    "checkout is down here, too",
    "search is gone here.",
    "I put the numbers of checkout here",
    "same here!",
  ])("is not told: %s", (text) => {
    expect(said(text).speaksFor?.()).toBeNull();
  });
});

it("reads an edited or long message as the sentences say, not its markup, code and quotations", () => {
  expect(said("> customers report that checkout is down\nyes, known").reports).toBe(false);
  expect(said("```\nrolling back\n```").kind).toBe("message");
  expect(said("<@U0123ABCD> :warning: *rolling back* <https://ci.example/1|build 1>").kind).toBe("rollback");
});

it("gives every reading a reason with the name of its rule", () => {
  for (const text of [
    "restarted web-7",
    "thanks!",
    "customers report that checkout is down",
    "I think it's the cache",
  ]) {
    expect(said(text).reason).toMatch(/^[a-z_]+: ./);
  }
});

it("knows no words of its own: another language is another list", () => {
  const never = /(?!)/;
  const german: Language = {
    ...ENGLISH,
    wordings: [{ name: "nimmt_zurueck", kind: "rollback", pattern: /\brolle? .* zurück\b/i, plain: true }],
    guess: /\bvielleicht\b/i,
    question: /\?$/,
    askedReport: never,
    unreal: /\bfalls\b/i,
    talk: /^danke$/i,
    trouble: /\bkaputt\b/i,
    users: /\bkunden\b/i,
    firstHand: never,
    clock: never,
    reminds: /^erinnerung\b/i,
    rooms: new Set(["lagezentrum"]),
  };
  const lies = createReader(german);
  const gesagt = (text: string) => lies(event({ key: "chat/4", actor: { type: "human" }, title: text }));
  expect(gesagt("ich rolle den Webshop zurück")).toMatchObject({ kind: "rollback", certain: true });
  expect(gesagt("ich rolle ihn vielleicht zurück").certain).toBe(false);
  expect(gesagt("Kunden melden: die Kasse ist kaputt").reports).toBe(true);
  expect(gesagt("rolling back").kind).toBe("message");
  const bot = event({ key: "chat/6", actor: { type: "automation" }, title: "Erinnerung: die Statusseite" });
  expect(lies(bot)).toMatchObject({ kind: "message", echoes: true });
  expect(lies.roomWords).toEqual(new Set(["lagezentrum"]));
});

it.each([
  ["is somebody on this already?", true],
  ["can anybody please have a look?", true],
  ["who of you is on call tonight?", true],
  ["could somebody review my PR?", false],
  ["does anybody have the floor plan?", false],
])("%s: points at what everybody sees, or names what it is about", (text, points) => {
  expect(said(text).points?.()).toBe(points);
});

it("reads an event once, however often it is asked", () => {
  const asked = event({ key: "chat/5", actor: { type: "human" }, title: "restarted web-7" });
  expect(read(asked)).toBe(read(asked));
});

it.each(["thanks ", "status page ", "<!", "ok so now ", "(", "i'm ", "let's ", ":x:", "10:1", "```", "aaa,"])(
  "is not kept busy by a text of forty thousand characters of %j",
  (piece) => {
    const text = `${piece.repeat(Math.ceil(40_000 / piece.length))}!`;
    expect(said(text).reason).toMatch(/^[a-z_]+: ./);
    expect(posted(text).reason).toMatch(/^[a-z_]+: ./);
  },
);
