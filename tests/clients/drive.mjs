// Drives a browser that listens for a debugger: node drive.mjs PORT ADDRESS STEP… opens the address; a step is an
// expression that is tried again until it holds. Prints one JSON document: what each step came to, every address that the page
// asked for, and what it complained of.
import { setTimeout as pause } from "node:timers/promises";

const [port, address, ...steps] = process.argv.slice(2);
const PATIENCE = 60_000;
const opened = await fetch(`http://127.0.0.1:${port}/json/new?about:blank`, { method: "PUT" });
const socket = new WebSocket((await opened.json()).webSocketDebuggerUrl);
await new Promise((resolve, reject) => Object.assign(socket, { onopen: resolve, onerror: reject }));

const waiting = new Map();
const seen = { values: [], requests: [], complaints: [] };
socket.onmessage = ({ data }) => {
  const { id, result, error, method, params } = JSON.parse(data);
  if (id) waiting.get(id)(error ?? result);
  if (method === "Network.requestWillBeSent") seen.requests.push(`${params.request.method} ${params.request.url}`);
  if (method === "Runtime.exceptionThrown") seen.complaints.push(params.exceptionDetails.exception?.description);
  if (method === "Log.entryAdded" && params.entry.level === "error") seen.complaints.push(params.entry.text);
};

let sent = 0;
function tell(method, params = {}) {
  sent += 1;
  socket.send(JSON.stringify({ id: sent, method, params }));
  return new Promise((resolve) => waiting.set(sent, resolve));
}

async function holds(expression) {
  const until = Date.now() + PATIENCE;
  while (Date.now() < until) {
    const { result } = await tell("Runtime.evaluate", { expression, returnByValue: true });
    if (result?.value) return result.value;
    await pause(100);
  }
  return `never: ${expression}`;
}

for (const part of ["Network", "Runtime", "Log", "Page"]) await tell(`${part}.enable`);
await tell("Page.navigate", { url: address });
for (const step of steps) seen.values.push(await holds(step));
console.log(JSON.stringify(seen));
socket.close();
