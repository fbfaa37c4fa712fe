import { describe, expect, it } from "vitest";
import type { Actor } from "../../src/domain/event.ts";
import { carriedBy } from "../../src/sources/lib/slack-bridge.ts";

const bot = (name: string): Actor => ({ type: "automation", name });

describe("a bot that carries words over from another chat", () => {
  it.each([
    ["gitter", "`<mira>` the sorter stands", null],
    ["gitter", "&lt;mira&gt; the sorter stands", "mira"],
    ["irc-bridge", "[libera] <mira> the sorter stands", "mira"],
    ["Matrix Relay", "mira: the sorter stands", "mira"],
    ["matterbridge", "<mira> the sorter stands", "mira"],
  ])("%s says %s: %s", (name, text, who) => {
    expect(carriedBy(bot(name), text)?.actor.name ?? null).toBe(who);
  });

  it.each([
    ["alert-relay", "&lt;critical&gt; disk full on shelf-3"],
    ["Cambridge deploys", "&lt;sorter&gt; 4.3 is live"],
    ["Matrix CI", "warning: build 812 failed"],
    ["discord-alerts", "firing: TrayLatency"],
    ["Mattermost Jira", "resolved: TRAY-12"],
    ["irc", "icinga: PROBLEM - trays of hall 2"],
    ["irc-bridge", "<critical> disk full on shelf-3"],
  ])("%s says %s: nobody does", (name, text) => {
    expect(carriedBy(bot(name), text)).toBeNull();
  });
});
