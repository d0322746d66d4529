// node audit.mjs URL HEADER VALUE: print one JSON object a line, what became of each item of the audit.
import { serverAudits } from "graphql-http";

const [url, header, value] = process.argv.slice(2);
const fetchFn = (input, init = {}) => {
  const headers = new Headers(init.headers);
  if (header) headers.set(header, value);
  return fetch(input, { ...init, headers });
};
for (const audit of serverAudits({ url, fetchFn })) {
  const found = await audit.fn();
  console.log(JSON.stringify({ id: audit.id, name: audit.name, status: found.status, reason: found.reason ?? null }));
}
