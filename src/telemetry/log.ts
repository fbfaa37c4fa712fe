/** Where parts of the program write what an operator should know; pino fits. Never bodies, headers or secrets. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Writes nowhere. */
export const SILENT: Log = { info: () => {}, warn: () => {}, error: () => {} };
