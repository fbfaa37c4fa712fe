import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { KINDS } from "../../src/web/view/words.ts";
import { firstTwo, openPages, type Pages } from "./pages.ts";

describe("key moments on the review page, over HTTP", () => {
  let pages: Pages;
  let server: Pages["server"];
  let draft: Pages["draft"];
  let address: Pages["address"];
  let lines: Pages["lines"];
  let submit: Pages["submit"];
  beforeEach(async () => {
    pages = await openPages();
    ({ server, draft, address, lines, submit } = pages);
  });
  afterEach(() => server.app.close());

  const form = () => ({
    type: "moment",
    version: 0,
    day: draft.incident.startedAt.slice(0, 10),
    stands: "",
    origin: "",
    view: "",
  });
  const chosenIn = (page: string) => /<option value="([^"]*)" selected>/.exec(page)?.[1];
  const strip = async () => {
    const { text } = await server.get(address);
    const slots = [...text.matchAll(/<li class="moment[^"]*"><span class="name">([^<]+)<\/span>(.*?)<\/li>/g)];
    return Object.fromEntries(slots.map(([, name = "", rest = ""]) => [name, rest.replace(/<[^>]+>/g, "")]));
  };

  it("offers what they are and every line, and sets one to a line, a time or nothing", async () => {
    const [, { id, text }] = firstTwo(pages);
    const { text: page } = await server.get(address);
    const [offered = ""] = /<details class="add set-moments">.*?<\/details>/s.exec(page) ?? [];
    expect(offered).toMatch(/<label for="moment-name">.*<label for="moment-entry">.*<label for="moment-at">/s);
    expect(offered.match(/<option value="e_/g)).toHaveLength(lines.length);
    expect(offered).toContain("Mitigated: 2026-03-01 10:30:00 UTC");
    expect((await submit(`${address}/decide`, { ...form(), name: "mitigated", stand: id, at: "" })).to).toBe(address);
    await submit(`${address}/decide`, { ...form(), version: 1, name: "declared", stand: "", at: "10:07" });
    await submit(`${address}/decide`, { ...form(), version: 2, name: "resolved", stand: "absent", at: "" });
    expect(await strip()).toMatchObject({
      ...{ Mitigated: "10:00:00+0:00", Declared: "10:07+7 min", Resolved: "not in the record" },
    });
    const after = (await server.get(address)).text;
    expect(after).toContain(`local set it to this line: “${text.slice(0, 40)}`);
    expect(after).toContain("Last, ");
    expect(after).toContain("local put “Resolved” down as not in the record");
    expect(after).toContain("<li>mitigated</li>");
  });

  it("gives the draft's back at a click, and says so", async () => {
    const [, { id }] = firstTwo(pages);
    const before = await strip();
    await submit(`${address}/decide`, { ...form(), name: "mitigated", stand: id, at: "" });
    const page = (await server.get(address)).text;
    expect(page).toContain("The draft says 10:30:00, “");
    const [, back = ""] = /<ul class="set">.*?<form(.*?)<\/form>/s.exec(page) ?? [];
    const fields = Object.fromEntries(
      [...back.matchAll(/name="(\w+)" value(?:="([^"]*)")?/g)].map(([, n = "", v = ""]) => [n, v]),
    );
    expect((await submit(`${address}/decide`, fields)).status).toBe(303);
    expect(await strip()).toEqual(before);
    expect((await server.get(address)).text).toContain("So does the draft.");
  });

  it("shows both sides where somebody set it meanwhile, and takes it again", async () => {
    const [{ id: first, kind }, { id: second }] = firstTwo(pages);
    await server.post(`/api/v1${address}/decisions`, {
      type: "moment",
      name: "mitigated",
      version: 0,
      entry: first,
    });
    const mine = { ...form(), name: "mitigated", stand: second, at: "10:09" };
    const clash = await submit(`${address}/decide`, mine);
    expect(clash.status).toBe(409);
    expect(clash.text).toContain("local set “Mitigated” to a line");
    expect(clash.text).toMatch(/<dt>Key moment<\/dt><dd><bdi>Mitigated/);
    expect(clash.text).toMatch(new RegExp(`#${first}"><bdi>[\\d:]+ [^<]*${KINDS[kind].word}: “`));
    expect(clash.text).toMatch(/<button[^>]*>Set “Mitigated” to this</);
    const [, yours = ""] = /<h2>Yours<\/h2>(.*?)<\/section>/s.exec(clash.text) ?? [];
    const fields = Object.fromEntries(
      [...yours.matchAll(/name="(\w+)" value(?:="([^"]*)")?/g)].map(([, n = "", v = ""]) => [n, v]),
    );
    expect(fields).toMatchObject({ version: "1", name: "mitigated" });
    expect(fields).not.toHaveProperty("stand");
    expect(chosenIn(yours)).toBe(second);
    expect(yours).toMatch(/<input[^>]*name="at"[^>]*value="10:09"/);
    expect((await submit(`${address}/decide`, { ...fields, stand: second, at: "10:09" })).status).toBe(303);
    expect((await strip())["Mitigated"]).toBe("10:09+9 min");
  });

  it("keeps what was chosen where it cannot be used", async () => {
    const { status, text } = await submit(`${address}/decide`, {
      ...form(),
      name: "resolved",
      stand: "absent",
      at: "10:09",
    });
    expect(status).toBe(400);
    expect(text).toContain("cannot be at a time and not be in the record");
    expect(chosenIn(text)).toBe("absent");
    expect(text).toMatch(/<input[^>]*name="at"[^>]*value="10:09"/);
  });

  it("offers again what may be chosen: every line, also one of the log that was chosen", async () => {
    const [{ id: logged, version }] = firstTwo(pages);
    const again = async (stand: string, at: string) =>
      (await submit(`${address}/decide`, { ...form(), name: "resolved", stand, at })).text;
    const nothing = await again("", "");
    expect(nothing).toContain("Choose the line that it stands on");
    expect(nothing.match(/<option value="e_/g)).toHaveLength(lines.length);
    await submit(`${address}/decide`, { type: "hide", entry: logged, version, view: "" });
    expect((await again("", "")).match(/<option value="e_/g)).toHaveLength(lines.length - 1);
    const unreadable = await again(logged, "noonish");
    expect(unreadable.match(/<option value="e_/g)).toHaveLength(lines.length);
    expect(chosenIn(unreadable)).toBe(logged);
    expect(chosenIn(await again("e_00000000000000000000", "noonish"))).toBe("e_00000000000000000000");
  });

  it("says how to write a time only what the form can read", async () => {
    const hint = async (more: object) => {
      const { text } = await submit(`${address}/decide`, { ...form(), name: "resolved", at: "+5m", ...more });
      return /can be read\. (.*?)<\/p>/.exec(text)?.[1];
    };
    const clocks = "Write 14:02, 14:02:30 or 2026-03-01 14:02 in UTC";
    expect(await hint({})).toBe(`${clocks}.`);
    expect(await hint({ origin: draft.incident.startedAt })).toBe(`${clocks}, or T+12:00.`);
    expect(await hint({ day: "" })).toBe("Write 2026-03-01 14:02 in UTC.");
  });
});
