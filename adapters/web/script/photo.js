// Photos are made smaller on the device before they are sent, and shown before that. Without this
// script they are sent as they are, and made smaller by the server. Drawing a photo anew leaves out
// where it was taken already here.
(() => {
  const form = document.querySelector('form[data-photos]');
  if (!form || !window.createImageBitmap || !window.DataTransfer) return;
  const side = 2560, list = form.querySelector('.photo-chosen'), said = form.querySelector('[data-said]'), send = form.querySelector('button[type=submit]');
  let busy = 0;

  const smaller = async (file) => {
    let picture;
    try { picture = await createImageBitmap(file, { imageOrientation: 'from-image' }); } catch { return { file }; } // the server says what is wrong with it
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
    const small = document.createElement('canvas');
    const part = Math.min(1, 480 / Math.max(canvas.width, canvas.height));
    small.width = Math.max(1, Math.round(canvas.width * part));
    small.height = Math.max(1, Math.round(canvas.height * part));
    small.getContext('2d').drawImage(canvas, 0, 0, small.width, small.height);
    picture.close();
    const kind = file.type === 'image/png' ? 'image/png' : 'image/jpeg';
    const blob = await new Promise((done) => canvas.toBlob(done, kind, 0.88));
    return { file: blob ? new File([blob], 'photo', { type: kind }) : file, preview: small.toDataURL('image/jpeg', 0.8), width: small.width, height: small.height };
  };

  const chosen = new Map();
  const show = () => {
    const all = [...chosen.values()].flat().filter((one) => one.preview);
    list.replaceChildren(...all.map((one) => {
      const row = document.createElement('li'), img = document.createElement('img');
      row.className = 'photo-card';
      img.src = one.preview;
      img.alt = '';
      img.width = one.width;
      img.height = one.height;
      row.append(img);
      return row;
    }));
    list.hidden = all.length === 0;
  };

  for (const input of form.querySelectorAll('input[type=file]')) {
    input.addEventListener('change', async () => {
      const files = [...input.files];
      busy += 1;
      send.disabled = true;
      said.textContent = form.dataset.busy;
      try {
        const made = [];
        for (const file of files) made.push(await smaller(file)); // one at a time: a telephone has little memory
        const kept = new DataTransfer();
        for (const one of made) kept.items.add(one.file);
        input.files = kept.files;
        chosen.set(input, made);
        show();
      } finally {
        busy -= 1;
        send.disabled = busy > 0;
        if (!busy) said.textContent = '';
      }
    });
  }
})();
