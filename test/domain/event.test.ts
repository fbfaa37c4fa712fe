import { describe, expect, it } from "vitest";
import { isAsBadAs, Severity, worstOf } from "../../src/domain/event.ts";

describe("severities", () => {
  it("stand from the worst to the mildest", () => {
    const [critical, ...milder] = Severity.enum;
    for (const one of milder) {
      expect(isAsBadAs(critical, one)).toBe(true);
      expect(isAsBadAs(one, critical)).toBe(false);
      expect(isAsBadAs(one, one)).toBe(true);
    }
  });

  it("have a worst one, whatever their order and wherever none is told", () => {
    expect(worstOf([null, "low", "high", null, "medium"])).toBe("high");
    expect(worstOf([null])).toBeNull();
    expect(worstOf([])).toBeNull();
  });

  it("are compared for a storm of any size", () => {
    expect(worstOf(new Array<Severity>(200_000).fill("low"))).toBe("low");
  });
});
