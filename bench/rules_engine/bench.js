// json-rules-engine on the facts of bench/explaining.py: 300 rules, one a clause, each keeping its reasons; processor time.
// npm install; python ../explaining.py --facts facts.json; node bench.js facts.json
import { readFileSync } from "node:fs";
import { Engine } from "json-rules-engine";

const CLAUSES = 300;
const ROUNDS = 7;
const REPEATS = 50;
const records = JSON.parse(readFileSync(process.argv[2], "utf8"));

const engine = new Engine();
for (let number = 1; number <= CLAUSES; number++) {
  engine.addRule({
    conditions: { all: [{ fact: "clauses", operator: "contains", value: `c${number}` }] },
    event: { type: "deduction", params: { clause: `c${number}`, points: 1 + (number % 5) } },
  });
}

async function assess() {
  const { events, results, failureResults } = await engine.run({ clauses: records.map((one) => one.clause) });
  const reasons = [...results, ...failureResults].map((one) => one.conditions.toJSON());
  return [events.reduce((sum, one) => sum + one.params.points, 0), reasons.length];
}

const took = [];
for (let round = 0; round < ROUNDS; round++) {
  const start = process.cpuUsage();
  for (let repeat = 0; repeat < REPEATS; repeat++) await assess();
  const used = process.cpuUsage(start);
  took.push((used.user + used.system) / REPEATS);
}
took.sort((a, b) => a - b);
console.log(`${records.length} records: ${took[ROUNDS >> 1].toFixed(0)} µs of processor time, ${await assess()} points and reasons`);
