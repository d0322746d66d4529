// Notes on standard error how each document is sent, by its text, its hash or both: node --import ./spy.mjs PROGRAM
const sending = globalThis.fetch;

globalThis.fetch = (address, options) => {
  const { query, documentId, extensions } = JSON.parse(options.body);
  const parts = [query && "text", (documentId || extensions?.persistedQuery) && "hash"];
  console.error(parts.filter(Boolean).join(" and "));
  return sending(address, options);
};
