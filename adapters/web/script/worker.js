// Opens the form of a report without a network. It keeps files of this program and the empty form;
// no answer about anybody is ever kept here.
const cache = 'ruggensteun-' + kept.files.join().replace(/[^0-9a-f]/g, '').slice(-48);
const patience = 3000; // milliseconds that a slow network gets before the form that was kept is shown

self.addEventListener('install', (e) => e.waitUntil(install()));
self.addEventListener('activate', (e) => e.waitUntil(activate()));
self.addEventListener('fetch', (e) => {
  const url = new URL(e.request.url);
  if (e.request.method !== 'GET' || url.origin !== location.origin) return;
  if (kept.files.includes(url.pathname)) e.respondWith(file(e.request));
  else if (e.request.mode === 'navigate' && kept.shells.includes(url.pathname)) e.respondWith(shell(e, url.pathname));
  else if (e.request.mode === 'navigate' && url.pathname.includes('/mijn-meldingen')) e.respondWith(fetch(e.request).catch(() => Response.redirect(url.pathname.startsWith('/en/') ? '/en/melden' : '/melden')));
});

async function install() {
  const store = await caches.open(cache);
  await store.addAll(kept.files);
  await Promise.all(kept.shells.map((at) => fetch(at).then((answer) => keep(at, answer), () => {})));
  await self.skipWaiting();
}

async function activate() {
  for (const name of await caches.keys()) if (name !== cache) await caches.delete(name);
  await self.clients.claim();
}

// keep keeps the empty form only: not that somebody has to sign in, nor what was refused.
async function keep(at, answer) {
  if (answer.ok && !answer.redirected) await (await caches.open(cache)).put(at, answer.clone());
  return answer;
}

const file = async (request) => (await caches.match(request.url, { ignoreVary: true })) || fetch(request);

async function shell(e, at) {
  const fresh = fetch(e.request).then((answer) => keep(at, answer));
  e.waitUntil(fresh.catch(() => {}));
  const known = await caches.match(at, { ignoreVary: true });
  if (!known) return fresh;
  const waited = new Promise((done) => setTimeout(() => done(known), patience));
  return Promise.race([fresh.catch(() => known), waited]);
}
