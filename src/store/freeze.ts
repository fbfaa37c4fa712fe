/** Freezes a value of plain objects and arrays all the way down and gives it back. What is frozen already is not walked again. */
export function freeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) freeze(member);
  return Object.freeze(value);
}
