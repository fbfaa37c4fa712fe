import { connect, createServer } from "node:net";

/**
 * Takes TCP connections at one port of every address, and hands them on to another port of this network namespace's loopback address:
 * node pages-door.mjs 8462 8461
 */
const [at, to] = process.argv.slice(2).map(Number);
const LOOK_EVERY_MS = 5_000;

const server = createServer({ allowHalfOpen: true }, (outer) => {
  const inner = connect({ host: "127.0.0.1", port: to, allowHalfOpen: true });
  outer.pipe(inner).pipe(outer);
  outer.on("error", () => inner.destroy());
  inner.on("error", () => outer.destroy());
  // One that was cut, and not ended, takes the other with it.
  outer.on("close", () => inner.destroy());
  inner.on("close", () => outer.destroy());
});
server.listen(at);

// The namespace belongs to another container. When that is restarted it has a new one, and this must end to be started in it.
setInterval(() => {
  connect({ host: "127.0.0.1", port: to })
    .on("connect", function close() {
      this.destroy();
    })
    .on("error", ({ message }) => {
      process.stderr.write(`pages-door: nothing listens any more: ${message}\n`);
      process.exit(1);
    });
}, LOOK_EVERY_MS);
