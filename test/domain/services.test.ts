import { describe, expect, test } from "vitest";
import type { OpsEvent } from "../../src/domain/event.ts";
import { buildCatalogue, servicesNamedBy, servicesOf } from "../../src/domain/services.ts";
import { event } from "./events.ts";

const catalogue = buildCatalogue([
  {
    name: "checkout",
    aliases: ["till", "/pay"],
    dependsOn: ["DB", "courier"],
    repos: ["gloop/shop"],
    channels: ["#Till-Talk"],
  },
  { name: "ledger", aliases: ["db", "orders db"], repos: ["gloop/shop"], channels: ["till-talk", "C0LEDGER"] },
  { name: "ledger.example.org" },
  { name: "web", aliases: ["shared"] },
  { name: "search", aliases: ["shared"] },
]);

const of = (facts: Partial<OpsEvent>) => servicesOf(event({ key: "k", ...facts }), catalogue);

describe("services of an event", () => {
  test.each<[string, Partial<OpsEvent>, string[]]>([
    ["its service, by alias and in any case", { service: "TILL", title: "web is slow" }, ["checkout"]],
    ["its service with the port cut off", { service: "ledger:9100" }, ["ledger"]],
    ["its service with other marks between its words", { service: "Orders-DB", title: "web is slow" }, ["ledger"]],
    [
      "the entry that is written like it before one that only sounds so",
      { service: "ledger.example.org" },
      ["ledger.example.org"],
    ],
    ["its names before its text", { names: ["nothing", "db:5432"], title: "web is slow" }, ["ledger"]],
    [
      "names in its title and text",
      { kind: "ticket", title: "web is slow", text: "and so is till" },
      ["checkout", "web"],
    ],
    ["its unknown service where nothing known is named", { service: " frobnicator ", title: "slow" }, ["frobnicator"]],
    ["a known name in the text before an unknown service", { service: "Team Gold", title: "web is slow" }, ["web"]],
    ["its repository last", { names: ["gloop/shop"], title: "typo" }, ["checkout", "ledger"]],
    ["all that share a name", { names: ["shared"] }, ["search", "web"]],
    ["nothing", { title: "lunch?", names: ["gloop/other"] }, []],
    ["nothing for a blank service", { service: "  ", title: "lunch?" }, []],
  ])("%s", (_, facts, expected) => {
    expect(of(facts)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ["restarting web-7f9c in a minute", ["web"]],
    ["the acme-web pods restart", []],
    ["webs are for spiders", []],
    ["*.web and (web)!", ["web"]],
    ["ledger.example.org answers", ["ledger.example.org"]],
    ["the orders db is full", ["ledger"]],
    ["db is full", []],
    ["/pay times out", ["checkout"]],
    ["pay day", []],
    ["see https://wiki.example.org/web/till?x=search", []],
    ["ÄWEB webö, WEB.", ["web"]],
  ])("in running text, as whole words: %s", (text, expected) => {
    expect(of({ title: "note", text })).toEqual(expected);
  });

  test("a message is read once, although its title repeats the beginning of its text", () => {
    expect(of({ kind: "message", title: "till", text: "the web" })).toEqual(["web"]);
  });

  test("each name is told with all that it stands for", () => {
    expect(servicesNamedBy(event({ key: "k", title: "till and shared" }), catalogue)).toEqual([
      ["checkout"],
      ["search", "web"],
    ]);
  });
});

describe("the catalogue", () => {
  test("dependencies are known by alias, from both sides, and may be unknown", () => {
    expect(catalogue.dependencies.get("checkout")).toEqual(["courier", "ledger"]);
    expect(catalogue.dependents.get("ledger")).toEqual(["checkout"]);
    expect(catalogue.dependents.get("courier")).toEqual(["checkout"]);
  });

  test("channels are known without their # and in any case", () => {
    expect(catalogue.ofChannel.get("till-talk")).toEqual(["checkout", "ledger"]);
    expect(catalogue.ofChannel.get("c0ledger")).toEqual(["ledger"]);
  });
});
