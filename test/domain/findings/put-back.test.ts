import { describe, expect, it } from "vitest";
import { alert, change, draft, message } from "../draft/views.ts";

type Events = Parameters<typeof draft>[0];

const errors = alert("Errors", 0);

/** What the draft says of a change that was put back. */
const putBack = (...events: Events) =>
  draft([errors, ...events], { openers: [errors.event.key] })
    .findings.map(({ finding }) => finding)
    .find(({ rule }) => rule === "failed_change")?.text;

const deployed = (id: string, minute: number, service = "shop") => change(id, minute, "succeeded", { service });
const resized = (id: string, minute: number, title: string) => change(id, minute, "succeeded", { title });

describe("a change that was put back", () => {
  const back = change("web-12", 20, "rolled_back");

  it("is one of the rollback's own service; none is named where there is none", () => {
    const other = change("basket-3", 20, "rolled_back", { service: "basket" });
    expect(putBack(deployed("web-13", -9), back)).toBe("A change was put back: ines deployed web-13");
    expect(putBack(deployed("web-13", -9), other)).toBe("A change was put back: ines rolled back basket-3");
  });

  it("is one from before the incident was noticed, rather than a step against it", () => {
    const step = deployed("web-14", 12);
    expect(putBack(deployed("web-13", -9), step, back)).toBe("A change was put back: ines deployed web-13");
    expect(putBack(step, back)).toBe("A change was put back: ines deployed web-14");
  });

  it("is what a machine put back, before what people say that they do", () => {
    const said = message("m1", 10, "rolled back the banner");
    expect(putBack(deployed("web-13", -9), said)).toContain("the banner");
    expect(putBack(deployed("web-13", -9), said, back)).toBe("A change was put back: ines deployed web-13");
  });

  it("is none where somebody says within a quarter of an hour that it did not help", () => {
    const vain = (minute: number) => message("m2", minute, "rollback made no difference, still at 30 %");
    expect(putBack(deployed("web-13", -9), back, vain(35))).toBeUndefined();
    expect(putBack(deployed("web-13", -9), back, vain(36))).toBe("A change was put back: ines deployed web-13");
    const second = change("web-11", 50, "rolled_back");
    expect(putBack(deployed("web-13", -9), back, vain(25), second)).toBe("A change was put back: ines deployed web-13");
  });

  it("is also one of A to B after which the same is changed from B to A", () => {
    const down = resized("d1", -30, "orders-db: large to small");
    const text = "A change was put back: ines: orders-db: large to small";
    expect(putBack(down, resized("d2", 40, "orders-db: small to large"))).toBe(text);
    expect(putBack(down, resized("d2", 40, "carts-db: small to large"))).toBeUndefined();
    expect(putBack(down, resized("d2", 40, "orders-db: small to huge"))).toBeUndefined();
  });

  it("is no step against the incident that is turned back when it is over", () => {
    const [shut, open] = [resized("d1", 10, "carts: 9 -> 0"), resized("d2", 60, "carts: 0 -> 9")];
    expect(putBack(shut, open)).toBeUndefined();
  });
});
