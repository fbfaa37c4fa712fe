/**
 * Guards the log's numbering against a caller's mistake.
 *
 * @throws RangeError unless the records are numbered `from`, `from + 1`, … and belong to `incident`
 */
export function checkNumbers(
  incident: string,
  from: number,
  records: readonly { readonly incident: string; readonly number: number }[],
): void {
  if (!Number.isSafeInteger(from) || from < 1) throw new RangeError(`a log is numbered from 1, not from ${from}`);
  records.forEach((record, index) => {
    if (record.number !== from + index || record.incident !== incident)
      throw new RangeError(
        `record ${record.number} of ${record.incident} cannot stand at ${from + index} in the log of ${incident}`,
      );
  });
}
