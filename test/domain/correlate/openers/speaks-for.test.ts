import { describe, expect, it } from "vitest";
import { correlate } from "../../../../src/domain/correlate/correlate.ts";
import { createReader } from "../../../../src/reading/read.ts";
import { message, settings } from "../events.ts";

const servicesOf = (text: string, channel = "till-talk") =>
  correlate([message("told", 0, text, channel)], [], settings, createReader()).incidents.map(
    ({ services }) => services,
  );

describe("for whom somebody speaks", () => {
  it("is not what is in trouble, where somebody reports to those whose channel it is", () => {
    expect(servicesOf("hello, mail here. customers get an error and cannot pay")).toEqual([["checkout"]]);
    expect(servicesOf("customers get an error when they open their mail")).toEqual([["mail"]]);
  });

  it("is not what is in trouble, where they name something else", () => {
    expect(servicesOf("mail team here, customers get errors in search", "back-office")).toEqual([["search"]]);
  });

  it("is, where neither they nor the channel tell of anything else", () => {
    expect(servicesOf("customers cannot pay. checkout team here, we see it", "back-office")).toEqual([["checkout"]]);
  });

  it.each(["checkout fails here, customers get errors", "checkout not working here, customers get errors"])(
    "is not told by the place of the trouble: %s",
    (text) => {
      expect(servicesOf(text, "ledger-talk")).toEqual([["checkout"]]);
    },
  );
});
