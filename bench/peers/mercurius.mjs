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

const schema = `
  type Institution { code: String! name: String! region: String! }
  type Deduction { record: String! points: String! citation: String! }
  type Assessment { pointsLost: String! pointsLeft: String! status: String! deductions: [Deduction!]! }
  type Doctor { code: String! name: String! institution: Institution! assessment(year: Int!): Assessment! }
  type Query { doctors(first: Int!, after: String = ""): [Doctor!]! doctor(code: String!): Doctor }
`;

const resolvers = {
  Query: {
    doctors: (_, { first, after }) => page.all(after, first),
    doctor: (_, { code }) => single.get(code) ?? null,
  },
};

const loaders = {
  Doctor: {
    institution: async (queries) => {
      const ids = [...new Set(queries.map(({ obj }) => obj.institution_id))];
      const rows = db.prepare(`SELECT * FROM institution WHERE id IN (${marks(ids)})`).all(...ids);
      const found = new Map(rows.map((row) => [row.id, row]));
      return queries.map(({ obj }) => found.get(obj.institution_id));
    },
    assessment: async (queries) => {
      const ids = queries.map(({ obj }) => obj.id);
      const sql = `SELECT * FROM violation WHERE doctor_id IN (${marks(ids)}) ORDER BY decided_on`;
      const found = new Map(ids.map((id) => [id, []]));
      for (const row of db.prepare(sql).all(...ids)) found.get(row.doctor_id).push(row);
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
