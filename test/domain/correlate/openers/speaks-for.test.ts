import { expect, it } from "vitest";
import { correlate } from "../../../../src/domain/correlate/correlate.ts";
import { createReader } from "../../../../src/reading/read.ts";
import { message, settings } from "../events.ts";

const servicesOf = (text: string) =>
  correlate([message("told", 0, text, "till-talk")], [], settings, createReader()).incidents.map(
    ({ services }) => services,
  );

it("is not what is in trouble, where somebody reports to those whose channel it is", () => {
  expect(servicesOf("hello, mail here. customers get an error and cannot pay")).toEqual([["checkout"]]);
  expect(servicesOf("customers get an error when they open their mail")).toEqual([["mail"]]);
});
