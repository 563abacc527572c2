// Keeps a page up to date that says where it hears of changes. Without it the page has a link that
// fetches it anew. A browser has six connections to a server for all its windows together, so only what
// is shown listens, and at most three windows do: whichever somebody turned to last is one of them.
(() => {
  const main = document.querySelector('[data-live]');
  if (!main || !window.EventSource) return;
  const fresh = document.getElementById('live-new'), places = 3;
  let busy = false, again = false; // fetching the page
  let since, last, begun; // what was heard
  let opened = false, turn = 0, source, leave; // listening

  // What somebody is in the middle of is left alone.
  function take(page) {
    for (const part of document.querySelectorAll('[data-part]')) {
      const next = page.getElementById(part.id);
      if (next && !part.contains(document.activeElement) && next.innerHTML !== part.innerHTML) part.replaceWith(document.adoptNode(next));
    }
  }

  async function refresh() {
    if (busy) { again = true; return; }
    busy = true;
    try {
      do {
        again = false;
        const answer = await fetch(location.pathname, { headers: { Accept: 'text/html' } });
        if (answer.ok) take(new DOMParser().parseFromString(await answer.text(), 'text/html'));
      } while (again);
    } catch { /* the next change tries anew */ } finally { busy = false; }
  }

  function count(n) {
    if (!fresh || !n) return;
    fresh.textContent = (n === 1 ? fresh.dataset.one : fresh.dataset.more).replace('{n}', n);
    fresh.classList.add('live--new');
  }

  function hear(text) {
    const told = JSON.parse(text);
    if ('new' in told) {
      since = told.since;
      count(told.new);
    } else if (last !== undefined && last !== text) refresh();
    last = text;
  }

  const from = () => main.dataset.live + (since ? '?since=' + encodeURIComponent(since) : '');

  // begin asks once how it is now, also in a window that opened in the background: what comes from then on counts.
  function begin() {
    begun ||= fetch(from()).then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error('refused')))).then(hear);
    begun.catch(() => { begun = undefined; });
    return begun;
  }

  // hold gives what lets go of a place again, or nothing where it is not free.
  const hold = (n, how, lost) => new Promise((got) => {
    navigator.locks.request('ruggensteun-live-' + n, how, (lock) => {
      if (!lock) return got();
      return new Promise((done) => got(done));
    }).catch(lost);
  });

  async function enter(lost) {
    if (!navigator.locks) return () => {};
    for (let n = 0; n < places; n++) {
      const free = await hold(n, { ifAvailable: true }, lost);
      if (free) return free;
    }
    return hold(Math.floor(Math.random() * places), { steal: true }, lost);
  }

  async function open() {
    if (opened || document.hidden) return;
    opened = true;
    const mine = ++turn, lost = () => { if (mine === turn) shut(); };
    try {
      await begin();
      const go = await enter(lost);
      if (mine !== turn) { go(); return; }
      leave = go;
      source = new EventSource(from());
      source.onmessage = (event) => hear(event.data);
      source.onerror = () => { if (source && source.readyState === EventSource.CLOSED) shut(); };
    } catch { lost(); } // whoever comes back to the window tries anew
  }

  function shut() {
    turn++;
    opened = false;
    if (source) source.close();
    if (leave) leave();
    source = leave = undefined;
  }

  document.addEventListener('visibilitychange', () => (document.hidden ? shut() : open()));
  addEventListener('focus', open);
  addEventListener('pageshow', open);
  addEventListener('pagehide', shut);
  begin().catch(() => {});
  open();
})();
