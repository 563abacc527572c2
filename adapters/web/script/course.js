// Steps of a course by drag, and by their buttons without asking the server. Without this script each
// button asks it.
(() => {
  const list = document.getElementById('course');
  if (!list) return;
  const said = document.getElementById('course-said');
  const renumber = () => [...list.children].forEach((row, i) => { row.querySelector('.step__n').textContent = i + 1; });
  const tell = (row) => { said.textContent = said.dataset.moved.replace('%s', [...list.children].indexOf(row) + 1); };

  list.addEventListener('click', (e) => {
    const button = e.target.closest('button[name=doe]');
    if (!button) return;
    const row = button.closest('li'), [verb] = button.value.split('-');
    e.preventDefault();
    if (verb === 'op' && row.previousElementSibling) row.previousElementSibling.before(row);
    if (verb === 'neer' && row.nextElementSibling) row.nextElementSibling.after(row);
    if (verb === 'weg') {
      const next = row.nextElementSibling || row.previousElementSibling;
      row.remove();
      if (next) next.querySelector('button, select').focus();
    } else {
      button.focus();
      tell(row);
    }
    renumber();
  });

  for (const handle of list.querySelectorAll('.step__grip')) {
    handle.hidden = false;
    handle.addEventListener('pointerdown', (e) => {
      e.preventDefault();
      const row = handle.closest('li');
      handle.setPointerCapture(e.pointerId);
      row.classList.add('step--held');
      const move = (m) => {
        const rows = [...list.children], at = rows.indexOf(row);
        const to = rows.findIndex((other) => { const box = other.getBoundingClientRect(); return other !== row && m.clientY > box.top && m.clientY < box.bottom; });
        if (to < 0) return;
        const box = rows[to].getBoundingClientRect(), upper = m.clientY < box.top + box.height / 2;
        // The others make way: a row that is put elsewhere itself loses the finger that holds it.
        if (to < at && upper) rows.slice(to, at).reverse().forEach((other) => row.after(other));
        if (to > at && !upper) rows.slice(at + 1, to + 1).forEach((other) => row.before(other));
      };
      const end = () => {
        row.classList.remove('step--held');
        handle.removeEventListener('pointermove', move);
        renumber();
        tell(row);
      };
      handle.addEventListener('pointermove', move);
      handle.addEventListener('pointerup', end, { once: true });
      handle.addEventListener('pointercancel', end, { once: true });
    });
  }
})();
