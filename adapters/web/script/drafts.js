'use strict';
// Drafts on this device. Each is sealed (AES-GCM) under a key of its own that no script can read, and
// which goes with it. What is not sealed is when it was saved, who typed it and how far it is.
const drafts = (() => {
  const name = 'ruggensteun', table = 'drafts';
  let opened;

  const asked = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

  function open() {
    opened ||= new Promise((done, failed) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(table, { keyPath: 'id' });
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
    return opened;
  }

  // write is on the disk when it returns: the next thing may be that the battery dies.
  async function write(change) {
    const db = await open();
    const transaction = db.transaction(table, 'readwrite', { durability: 'strict' });
    change(transaction.objectStore(table));
    await new Promise((done, failed) => {
      transaction.oncomplete = done;
      transaction.onabort = transaction.onerror = () => failed(transaction.error);
    });
  }

  const read = async (ask) => asked(ask((await open()).transaction(table).objectStore(table)));

  async function save(draft) {
    const key = draft.key || (draft.key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(JSON.stringify(draft.fields)));
    await write((all) => all.put({ id: draft.id, who: draft.who, state: draft.state, at: draft.at, key, iv, sealed }));
  }

  async function unsealed(kept) {
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: kept.iv }, kept.key, kept.sealed);
    return { id: kept.id, who: kept.who, state: kept.state, at: kept.at, key: kept.key, fields: JSON.parse(new TextDecoder().decode(plain)) };
  }

  return {
    can: Boolean(globalThis.indexedDB && globalThis.crypto && crypto.subtle && crypto.randomUUID),
    save,
    remove: (id) => write((all) => all.delete(id)),
    // list says of each how far it is, and opens none.
    list: async () => (await read((all) => all.getAll())).sort((a, b) => a.at - b.at),
    open: async (id) => {
      const kept = await read((all) => all.get(id));
      return kept ? unsealed(kept) : null;
    },
  };
})();
