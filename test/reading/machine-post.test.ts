import { describe, expect, it } from "vitest";
import type { Reading } from "../../src/domain/reading.ts";
import { createReader } from "../../src/reading/read.ts";
import { event } from "../domain/events.ts";

const read = createReader();

const posted = (text: string, name = "deploy-bot"): Reading =>
  read(event({ key: "chat/2", actor: { type: "automation", name }, title: text }));

describe("a machine's post", () => {
  it.each([
    ["[FIRING:2] DiskFull: less than 5 % left", "alert"],
    ["PROBLEM - disk on db-14 is CRITICAL: 98 %", "alert"],
    ["[RESOLVED] DiskFull: less than 5 % left", "alert_cleared"],
    ["RECOVERY - disk on db-14 is OK: 40 %", "alert_cleared"],
    ["Acknowledged #311 by Ilse", "acknowledgement"],
    ["webshop-prod: sync to 8ac1 started", "change"],
    ["incident created: Actions are delayed", "declaration"],
  ])("%s echoes: %s", (text, kind) => {
    expect(posted(text)).toMatchObject({ kind, echoes: true, declares: false, reports: false, certain: false });
  });

  it.each([
    ['Ilse opened INC-77 "checkout"', "INC-77", "Ilse", []],
    ['[MI-40] Major incident opened by ilse: "no receipts since ten"', "MI-40", "ilse", []],
    ["@nils has created a new incident #inc-41-belts", "INC-41", "nils", []],
    ['SEV2 inc-41 "belts and sorters" declared by Runa. Lead: Nils Aa. Type `!role`', "INC-41", "Runa", ["Nils Aa"]],
    [
      ":rotating_light: INC-41 declared by nils: belts stand still. SEV1. IC: runa. #inc-41",
      "INC-41",
      "nils",
      ["runa"],
    ],
    ["*INC-41* declared by <@U07>: the status page is DOWN", "INC-41", "U07", []],
  ])("%s: a person opened it", (text, number, by, leads) => {
    const numbered = { tells: "opened", number, by, leads };
    expect(posted(text)).toMatchObject({
      kind: "declaration",
      declares: false,
      echoes: true,
      reports: false,
      numbered,
    });
  });

  it.each([
    "INC-41 resolved by Runa",
    "INC-41 has been resolved. Incident opened by Nils 3h ago.",
    "Incident closed: INC-41. Declared by Nils at 10:02.",
    "Runa declared INC-41 resolved",
    "nils marked INC-41 as resolved",
  ])("%s: it ended", (text) => {
    expect(posted(text)).toMatchObject({ kind: "resolution", numbered: { tells: "ended", number: "INC-41" } });
  });

  it.each([
    "GitHub Status: incident opened, Actions are delayed",
    "incident report opened by ilse for review",
    "post-incident review created by Nils",
    "Reminder: INC-77, opened by Ilse, has had no update for an hour",
    "drill: incident declared by Ilse",
    "3 incidents opened this week by 2 teams",
    "Nils declared the incident resolved",
    "Nils declared INC-41 over",
    "Weekly digest: INC-41 declared by Nils on Monday, INC-42 declared by Runa on Tuesday.",
    "INC-41 opened by Runa: belts. INC-42 opened by Nils: sorters",
    "[TEST] INC-41 declared by Nils",
    "Dry run: INC-41 declared by Nils",
    "INC-41 declared by Nils: this is a test",
    "Training incident INC-41 opened by Nils",
    "Simulated incident INC-41 declared by Nils",
    "INC-41 declared by Nils: simulated outage",
    "Nils declared INC-41 a false alarm",
    "INC-41 opened by mistake",
    "Nils started the incident call",
    "Nils created an incident template",
    "Nils created INC-41 runbook",
    "Jira Ticket INC-331 created by Helpdesk user",
    "INC-331 created by Nils: request for a new laptop",
    "Nils opened PAY-331: printer jam",
    "SEV-2 declared by Nils",
    "INC-41 opened by Nils 2 days ago is still open",
    "Incident INC-41 was opened by Nils and resolved by Runa",
    "INC-41 opened by Nils was merged into INC-40",
    "Nils reopened INC-41",
    "INC-41 closed #40 of the pool's connections",
  ])("%s: opens and ends nothing", (text) => {
    const { declares, numbered } = posted(text);
    expect({ declares, numbered }).toEqual({ declares: false, numbered: undefined });
  });

  it("tells of none where none failed", () => {
    expect(posted("job rebuild-shelves finished: 412 ok, 0 failed").kind).not.toBe("symptom");
  });

  it("tells of a failure by itself", () => {
    expect(posted("Warning webshop/webshop-7f9 BackOff: back-off restarting failed container")).toMatchObject({
      kind: "symptom",
      echoes: false,
    });
  });

  it.each([
    ["Your quota request for mill-builds has been approved.", "external"],
    ["Case 4471: the limit of addresses was raised to 40", "external"],
    ["Your limit of addresses was raised to 40", "external"],
    ["mill-api: memory limit raised to 2Gi", "message"],
    ["Ilse approved pull request #41", "message"],
  ])("tells what a provider grants as news from outside: %s", (text, kind) => {
    expect(posted(text)).toMatchObject({ kind, echoes: false });
  });

  it("that relays a person's words is read as those, but never declares or reports", () => {
    expect(posted("Ilse replied to #311: customers report that checkout is down")).toMatchObject({
      kind: "human_report",
      reports: false,
      certain: false,
    });
    expect(posted("@webshopstatus: we look into it", "Mastodon").kind).toBe("communication");
  });
});
