// What waits to be sent, and sending it. A report goes when there is a network, once: its id is the key
// under which the server records it one time, however often it is sent.
const outbox = (() => {
  const box = document.getElementById('outbox');
  if (!box || !drafts.can) return null;
  const who = box.dataset.who, list = box.querySelector('ul'), again = 15000;
  const sent = new Map(); // of this page: number and address; nothing of it is kept
  let timer, trouble = '', openDraft = () => {};

  const say = (name) => box.dataset[name];
  const clock = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });

  function line(state, text, action, done) {
    const item = document.createElement('li'), badge = document.createElement('strong'), said = document.createElement('span');
    badge.className = 'report-state report-state--' + state;
    badge.textContent = say(state);
    said.textContent = text;
    item.append(badge, ' ', said);
    if (action) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'quiet';
      button.textContent = action;
      button.addEventListener('click', done);
      item.append(' ', button);
    }
    return item;
  }

  async function show(current) {
    const items = [];
    for (const kept of await drafts.list()) {
      if (kept.id === current) continue;
      if (kept.who !== who) items.push(line('waiting', say('other')));
      else if (kept.state === 'waiting') items.push(line('waiting', say('from').replace('%s', clock(kept.at)) + (trouble ? ' ' + say(trouble) : '')));
      else items.push(line(kept.state === 'stuck' ? 'stuck' : 'draft', say('from').replace('%s', clock(kept.at)), say('open'), () => openDraft(kept.id)));
    }
    for (const { number, to } of sent.values()) {
      const item = line('sent', ''), link = document.createElement('a');
      link.href = to;
      link.textContent = say('number').replace('%s', number);
      item.append(link);
      items.push(item);
    }
    list.replaceChildren(...items);
    box.hidden = items.length === 0;
  }

  // behind is by how many minutes the clock of the device is wrong, as the server's answers tell.
  async function behind() {
    const answer = await fetch('/sw.js', { method: 'HEAD', cache: 'no-store' });
    const there = Date.parse(answer.headers.get('Date'));
    const minutes = Math.round((there - Date.now()) / 60000);
    return Number.isNaN(minutes) || Math.abs(minutes) < 2 ? 0 : minutes;
  }

  // righted puts the times right once, before the first try: a report that is sent again is the same.
  async function righted(draft) {
    if (draft.fields.klok) return draft;
    const minutes = await behind();
    draft.fields.klok = [minutes ? String(Math.abs(minutes)) : '0'];
    if (minutes) for (const name of ['begonnen', 'getypt']) if (draft.fields[name]) draft.fields[name] = [localTime(new Date(Date.parse(draft.fields[name][0]) + minutes * 60000))];
    await drafts.save(draft);
    return draft;
  }

  async function send(id) {
    const draft = await righted(await drafts.open(id));
    const form = new URLSearchParams();
    for (const [name, values] of Object.entries(draft.fields)) for (const value of values) if (name !== 'klok' || value !== '0') form.append(name, value);
    form.set('sleutel', draft.id);
    form.set('wie', draft.who);
    const answer = await fetch(box.dataset.to, { method: 'POST', body: form, headers: { Accept: 'application/json' } });
    if (answer.ok) {
      const told = await answer.json();
      await drafts.remove(id);
      sent.set(id, told);
      return;
    }
    if ([400, 409, 413].includes(answer.status)) {
      draft.state = 'stuck';
      await drafts.save(draft);
      return;
    }
    trouble = answer.status === 401 || answer.status === 403 ? 'signIn' : 'busy';
  }

  // flush sends what waits, one after another, in one window at a time.
  function flush(current) {
    clearTimeout(timer);
    return navigator.locks.request('ruggensteun-outbox', async () => {
      trouble = '';
      for (const kept of await drafts.list()) {
        if (kept.state !== 'waiting' || kept.who !== who || trouble) continue;
        try {
          await send(kept.id);
        } catch {
          trouble = 'offline';
        }
      }
      if (trouble) timer = setTimeout(() => flush(current), again);
      await show(current);
    });
  }

  addEventListener('online', () => flush(outbox.current));
  return { who, show, flush, current: null, told: (id) => sent.get(id), onOpen: (f) => { openDraft = f; } };
})();

// localTime is a moment to the minute on the clock here, with what that clock shows east of UTC.
function localTime(at) {
  const two = (n) => String(Math.trunc(Math.abs(n))).padStart(2, '0'), east = -at.getTimezoneOffset();
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}${east < 0 ? '-' : '+'}${two(east / 60)}:${two(east % 60)}`;
}

if ('serviceWorker' in navigator) addEventListener('load', () => navigator.serviceWorker.register('/sw.js').catch(() => {})); // without it the page works, with a network
