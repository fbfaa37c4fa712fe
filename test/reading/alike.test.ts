import { describe, expect, test } from "vitest";
import type { Alike } from "../../src/domain/reading.ts";
import { alikeOf } from "../../src/reading/alike.ts";
import { ENGLISH } from "../../src/reading/english/english.ts";

const says = (text: string): Alike["says"] | null => alikeOf(text, ENGLISH)?.says ?? null;

describe("how somebody speaks of trouble that others may meet", () => {
  test.each([
    'anyone else? "410 sprocket-ui 2.2.0 gone" on every push, 410s since ten minutes',
    "the wiki times out, anyone else?",
    "anybody else? every upload fails since noon",
    "login hangs for me? the forum as well",
    "is it just me? printing ends in a timeout",
    "the till is frozen. just me?",
    "anyone getting 503s on the booking page?",
    "is the forum down for you?",
    "apt says hash sum mismatch, anyone?",
  ])("asks whether they do: %s", (text) => {
    expect(says(text)).toBe("asks");
  });

  test.each([
    "the ticker isn't updating for me, last entry is from noon",
    "my upload fails with a 502",
    "I get a blank page on every second click",
    "we keep getting logged out",
    "I can't log in",
  ])("meets it, though nobody asked: %s", (text) => {
    expect(says(text)).toBe("meets");
  });

  test.each([
    "the belt is down for me",
    "my till went dark, now it's down",
    "we restarted the belt and everything is down here",
  ])("meets that it is down: %s", (text) => {
    expect(says(text)).toBe("meets");
  });

  test.each([
    "same, everything times out",
    "same here, uploads are red",
    "same + the search is empty",
    "+1 on the mobile page",
    "can confirm, lost a page of text",
    "yes, 503 on the forum",
    "me too, since the last update",
  ])("agrees in words of their own: %s", (text) => {
    expect(says(text)).toBe("concurs");
  });

  test.each([
    "same",
    "me too!",
    "yes!! thought it was me",
    "yep, thought i broke something",
    "oh, same. thought it was my wifi",
    "phew, not just me then",
  ])("agrees, and no more: %s", (text) => {
    expect(says(text)).toBe("agrees");
  });

  test.each([
    ["where a page is asked for", "does anyone have the list of the winners?"],
    ["where somebody invites", "lunch at twelve, anyone?"],
    ["where somebody is asked for something", "can you look at the failed job for me?"],
    ["where it is not met", "no, works here, no errors"],
    ["where it is the past", "the login was down for me last week, too"],
    ["where it was months ago", "same here two months ago, then it stopped"],
    ["where it is a joke", "my brain is down, too, haha"],
    ["where it is about a trial", "staging is down for me"],
    ["where hands are raised for something", "same as in spring"],
    ["where the load is low", "load is down to the usual"],
    ["where somebody shrinks it", "we scaled the packers down"],
    ["where some are shrunk", "I dialled down two conveyors here"],
    ["where it is switched off", "we powered down rack 4"],
    ["where it counts", "400 of 400 done here"],
    ["where it is a ticket", "I opened DESK-502"],
    ["where only a yes is said", "yes"],
  ])("none of it %s: %s", (_, text) => {
    expect(says(text)).toBeNull();
  });
});
