import { expect, test } from "vitest";
import { Remembered } from "../../src/views/remembered.ts";

const lengths = () => new Remembered<string>(10, (value) => value.length);

test("as many values are remembered as weigh so much together; the one not asked for longest goes first", () => {
  const remembered = lengths();
  for (const value of ["aaaa", "bbbb", "cc"]) remembered.keep(value[0] ?? "", value);
  expect(remembered.recall("a")).toBe("aaaa");
  remembered.keep("d", "ddd");
  expect(["a", "b", "c", "d"].map((name) => remembered.recall(name))).toEqual(["aaaa", null, "cc", "ddd"]);
});

test("a value kept again weighs once, and the last is remembered however heavy it is", () => {
  const remembered = lengths();
  for (let times = 0; times < 9; times += 1) remembered.keep("a", "aaaa");
  remembered.keep("b", "bbbb");
  expect(remembered.recall("a")).toBe("aaaa");
  remembered.keep("heavy", "h".repeat(100));
  expect(["a", "b", "heavy"].map((name) => remembered.recall(name))).toEqual([null, null, "h".repeat(100)]);
  remembered.keep("c", "c");
  expect(remembered.recall("heavy")).toBeNull();
});
