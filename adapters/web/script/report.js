// The form of a report: saved at each touch, there again after the battery died, and put in the outbox
// instead of being sent straight away. Without this script the form is sent as it is.
(async () => {
  const form = document.getElementById('report');
  if (!form || !outbox) {
    if (outbox) await outbox.flush();
    return;
  }
  const note = document.getElementById('draft-note'), missing = document.getElementById('missing'), saved = document.getElementById('saved');
  let draft, saves = 0, busy = Promise.resolve();

  const blank = () => ({ id: crypto.randomUUID(), who: outbox.who, state: 'draft', at: Date.now(), fields: { begonnen: [localTime(new Date())] } });

  function fields() {
    const all = {};
    for (const [name, value] of new FormData(form)) if (name !== 'sleutel' && name !== 'wie' && name !== 'begonnen' && value !== '') (all[name] ||= []).push(value);
    return { ...all, begonnen: draft.fields.begonnen };
  }

  function fill(from) {
    form.reset();
    for (const input of form.elements) {
      if (!input.name || input.type === 'hidden') continue;
      const values = from[input.name] || [];
      if (input.type === 'radio' || input.type === 'checkbox') { if (from[input.name]) input.checked = values.includes(input.value); } else if (values.length) [input.value] = values;
    }
  }

  async function begin(next, said) {
    draft = next;
    outbox.current = draft.id;
    fill(draft.fields);
    missing.hidden = true;
    note.hidden = !said;
    saved.hidden = true;
    await outbox.show(draft.id);
  }

  // One save after another, so that an older state never lies over a newer one.
  const save = () => {
    if (!draft.key) draft.fields.begonnen = [localTime(new Date())]; // a form may stand open for hours
    draft.fields = fields();
    const its = draft, turn = ++saves;
    saved.hidden = true;
    busy = busy.then(() => drafts.save(its)).then(() => { saved.hidden = turn !== saves; }, () => {});
    return busy;
  };
  const newest = async () => (await drafts.list()).filter((kept) => kept.who === outbox.who && kept.state === 'draft').pop();

  form.addEventListener('input', save);
  form.addEventListener('change', save);
  document.getElementById('draft-away').addEventListener('click', async () => {
    await busy;
    await drafts.remove(draft.id);
    await begin(blank());
  });
  outbox.onOpen(async (id) => {
    const opened = await drafts.open(id);
    opened.state = 'draft';
    delete opened.fields.klok;
    await begin(opened, true);
    await save();
    form.querySelector('input').focus();
  });

  form.addEventListener('submit', async (e) => {
    e.preventDefault();
    if (!fields().wat) {
      missing.hidden = false;
      form.querySelector('input[name=wat]').focus();
      return;
    }
    const id = draft.id;
    await save();
    draft.fields.getypt = [localTime(new Date())];
    draft.state = 'waiting';
    draft.at = Date.now();
    await drafts.save(draft);
    await begin(blank());
    await outbox.flush(draft.id);
    const told = outbox.told(id);
    if (told) location.assign(told.to);
    else document.getElementById('outbox').scrollIntoView({ block: 'center' });
  });

  const kept = await newest();
  await begin(kept ? await drafts.open(kept.id) : blank(), Boolean(kept));
  await outbox.flush(draft.id);
})();
