// Keeps a page up to date that says where it hears of changes. Without it the page has a link that
// fetches it anew.
(() => {
  const main = document.querySelector('[data-live]');
  if (!main || !window.EventSource) return;
  const fresh = document.getElementById('live-new');
  let busy = false, again = false, heard = false;

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

  const source = new EventSource(main.dataset.live);
  source.onmessage = (event) => {
    const told = JSON.parse(event.data);
    if ('new' in told) count(told.new);
    else if (heard) refresh();
    heard = true;
  };
  addEventListener('pagehide', () => source.close());
})();
