import { connect } from "node:net";
import type { Signed } from "./signed.ts";

export interface LoadResult {
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/**
 * Sends every request once over so many connections, one at a time on each, and throws unless each is answered 202. Written on plain sockets,
 * with the bytes made beforehand: a client that costs more than the server would measure itself.
 */
export async function sendAll(port: number, requests: readonly Signed[], connections: number): Promise<LoadResult> {
  const share = Math.ceil(requests.length / connections);
  const shares = Array.from({ length: connections }, (_, index) =>
    requests.slice(index * share, (index + 1) * share).map(toBytes),
  );
  const started = performance.now();
  const latencies = (await Promise.all(shares.map((each) => sendShare(port, each)))).flat().sort((a, b) => a - b);
  const seconds = (performance.now() - started) / 1_000;
  const at = (part: number) => latencies[Math.floor((latencies.length - 1) * part)] ?? 0;
  return { seconds, p50Ms: at(0.5), p99Ms: at(0.99) };
}

function toBytes({ path, headers, body }: Signed): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `POST ${path} HTTP/1.1\r\nhost: bench\r\n${lines.join("")}content-length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

function sendShare(port: number, requests: readonly Buffer[]): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    const latencies: number[] = [];
    let sentAt = 0;
    let answer = "";
    const next = (): void => {
      const request = requests[latencies.length];
      if (request === undefined) {
        socket.destroy();
        resolve(latencies);
        return;
      }
      sentAt = performance.now();
      socket.write(request);
    };
    socket.on("connect", next);
    socket.on("error", reject);
    socket.setEncoding("latin1");
    socket.on("data", (chunk) => {
      answer += chunk;
      if (!isWhole(answer)) return;
      if (!answer.startsWith("HTTP/1.1 202")) {
        reject(new Error(`a request was answered: ${answer.slice(0, 400)}`));
        socket.destroy();
        return;
      }
      answer = "";
      latencies.push(performance.now() - sentAt);
      next();
    });
  });
}

function isWhole(answer: string): boolean {
  const end = answer.indexOf("\r\n\r\n");
  const length = /content-length: (\d+)/i.exec(answer)?.[1];
  return end !== -1 && length !== undefined && answer.length >= end + 4 + Number(length);
}
