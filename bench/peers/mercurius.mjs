// Mercurius with its JIT over the naive program's database, read by Node's own SQLite; loaders as its documentation has them.
import Fastify from "fastify";
import mercurius from "mercurius";
import { DatabaseSync } from "node:sqlite";

const db = new DatabaseSync(process.env.BENCH_NAIVE_DB, { readOnly: true });
const FULL = 10;
const SUSPENDS = 5;
const page = db.prepare("SELECT * FROM doctor WHERE code > ? ORDER BY code LIMIT ?");
const single = db.prepare("SELECT * FROM doctor WHERE code = ?");
const marks = (ids) => ids.map(() => "?").join(", ");

// The same look-ups, on SQLite or, with BENCH_IN_MEMORY, on what was read from it once.
const onDisk = {
  page: (after, first) => page.all(after, first),
  doctor: (code) => single.get(code) ?? null,
  institutions: (ids) => db.prepare(`SELECT * FROM institution WHERE id IN (${marks(ids)})`).all(...ids),
  violations: (ids) =>
    db.prepare(`SELECT * FROM violation WHERE doctor_id IN (${marks(ids)}) ORDER BY decided_on`).all(...ids),
};

function inMemory() {
  const doctors = db.prepare("SELECT * FROM doctor ORDER BY code").all();
  const byCode = new Map(doctors.map((row, place) => [row.code, place]));
  const institutions = new Map(db.prepare("SELECT * FROM institution").all().map((row) => [row.id, row]));
  const violations = new Map(doctors.map((row) => [row.id, []]));
  for (const row of db.prepare("SELECT * FROM violation ORDER BY decided_on").all()) violations.get(row.doctor_id).push(row);
  return {
    page: (after, first) => doctors.slice((byCode.get(after) ?? -1) + 1, (byCode.get(after) ?? -1) + 1 + first),
    doctor: (code) => doctors[byCode.get(code)] ?? null,
    institutions: (ids) => ids.map((id) => institutions.get(id)),
    violations: (ids) => ids.flatMap((id) => violations.get(id)),
  };
}

const data = process.env.BENCH_IN_MEMORY ? inMemory() : onDisk;

const schema = `
  type Institution { code: String! name: String! region: String! }
  type Deduction { record: String! points: String! citation: String! }
  type Assessment { pointsLost: String! pointsLeft: String! status: String! deductions: [Deduction!]! }
  type Doctor { code: String! name: String! institution: Institution! assessment(year: Int!): Assessment! }
  type Query { doctors(first: Int!, after: String = ""): [Doctor!]! doctor(code: String!): Doctor }
`;

const resolvers = {
  Query: {
    doctors: (_, { first, after }) => data.page(after, first),
    doctor: (_, { code }) => data.doctor(code),
  },
};

const loaders = {
  Doctor: {
    institution: async (queries) => {
      const ids = [...new Set(queries.map(({ obj }) => obj.institution_id))];
      const found = new Map(data.institutions(ids).map((row) => [row.id, row]));
      return queries.map(({ obj }) => found.get(obj.institution_id));
    },
    assessment: async (queries) => {
      const ids = queries.map(({ obj }) => obj.id);
      const found = new Map(ids.map((id) => [id, []]));
      for (const row of data.violations(ids)) found.get(row.doctor_id).push(row);
      return queries.map(({ obj, params }) => {
        const rows = found.get(obj.id).filter((row) => row.decided_on.startsWith(String(params.year)));
        const lost = rows.reduce((sum, row) => sum + Number(row.points), 0);
        const status = lost >= FULL ? "REVOKED" : lost >= SUSPENDS ? "SUSPENDED" : "NORMAL";
        const deductions = rows.map((row) => ({
          record: `${row.decision_no}/${row.clause}`,
          points: String(row.points),
          citation: row.cite,
        }));
        return { pointsLost: String(lost), pointsLeft: String(Math.max(FULL - lost, 0)), status, deductions };
      });
    },
  },
};

const app = Fastify();
app.register(mercurius, { schema, resolvers, loaders, jit: 1 });
await app.listen({ host: "127.0.0.1", port: Number(process.env.BENCH_PORT) });
