// Drives a browser for tests: one order a line on standard input, one answer a line on standard output.
import { chromium } from 'playwright-core';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const browser = await chromium.launch({
  executablePath: process.env.BROWSER_PROGRAM,
  args: process.getuid && process.getuid() === 0 ? ['--no-sandbox'] : [],
});

// kept are windows that outlive one order.
const kept = new Map();

// within is the part of the page that an act names, by what people and screen readers call it.
const within = (at, a) => (a.in ? at.page.getByRole('region', { name: a.in }).or(at.page.getByRole('group', { name: a.in })).first() : at.page);

const acts = {
  go: (at, a) => at.page.goto(a.to, { waitUntil: 'load' }),
  press: (at, a) => within(at, a).getByRole('button', { name: a.name, exact: !!a.exact }).first().click(),
  follow: (at, a) => within(at, a).getByRole('link', { name: a.name, exact: !!a.exact }).first().click(),
  fill: (at, a) => within(at, a).getByLabel(a.name, { exact: !!a.exact }).first().fill(a.value),
  choose: (at, a) => within(at, a).getByLabel(a.name, { exact: !!a.exact }).first().selectOption({ label: a.value }),
  check: (at, a) => within(at, a).getByLabel(a.name, { exact: !!a.exact }).first().check(),
  give: (at, a) => within(at, a).getByLabel(a.name, { exact: !!a.exact }).first().setInputFiles(a.value),
  unfold: (at, a) => within(at, a).getByText(a.name).first().click(),
  key: (at, a) => at.page.keyboard.press(a.name),
  see: (at, a) => within(at, a).getByText(a.name, { exact: !!a.exact }).first().waitFor({ state: 'visible' }),
  first: (at, a) => within(at, a).getByRole('radio').first().check(),
  nothing: () => {},
  offline: (at, a) => at.context.setOffline(a.value === 'true'),
  gone: (at, a) => within(at, a).getByText(a.name, { exact: !!a.exact }).first().waitFor({ state: 'hidden' }),
  // drag takes one thing by its middle and lets go above another.
  drag: async (at, a) => {
    await at.page.locator(a.name).scrollIntoViewIfNeeded();
    const from = await at.page.locator(a.name).boundingBox(), to = await at.page.locator(a.to).boundingBox();
    await at.page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await at.page.mouse.down();
    await at.page.mouse.move(to.x + to.width / 2, to.y + 4, { steps: 8 });
    await at.page.mouse.up();
  },
  // another is one more window of the same browser, over those that are there; turn goes back to one of them, by the order in which they opened.
  another: async (at, a) => {
    at.all ||= [at.page];
    await told(at.page, true);
    await acts.beside(at, a);
  },
  turn: async (at, a) => {
    await told(at.page, true);
    at.page = at.all[Number(a.value) - 1];
    await at.page.bringToFront();
    await told(at.page, false);
  },
  // beside is one more window too, and all stay shown.
  beside: async (at, a) => {
    at.all ||= [at.page];
    at.page = await at.context.newPage();
    at.page.setDefaultTimeout(30000);
    at.all.push(at.page);
    await at.page.goto(a.to, { waitUntil: 'load' });
  },
  // listening waits until so many windows listen to changes.
  listening: (at, a) => at.page.evaluate(async (n) => {
    const held = async () => (await navigator.locks.query()).held.filter((lock) => lock.name.startsWith('ruggensteun-live-')).length;
    const late = Date.now() + 30000;
    while (await held() !== n) {
      if (Date.now() > late) throw new Error(`${await held()} windows listen`);
      await new Promise((done) => setTimeout(done, 20));
    }
  }, Number(a.value)),
  // ready waits until what the page is made of is kept on the device.
  ready: (at, a) => at.page.evaluate(async (path) => {
    await navigator.serviceWorker.ready;
    while (!navigator.serviceWorker.controller || !(await caches.match(path, { ignoreVary: true }))) await new Promise((done) => setTimeout(done, 20));
  }, a.value),
  // take keeps what a link to a file leads to. The browser's own downloads go out without the headers of the window.
  take: async (at, a) => {
    const to = await within(at, a).getByRole('link', { name: a.name, exact: true }).first().getAttribute('href');
    const answer = await at.context.request.get(new URL(to, at.page.url()).href);
    if (!answer.ok()) throw new Error(`${to} is answered by ${answer.status()}`);
    writeFileSync(a.to, await answer.body());
  },
  picture: (at, a) => at.page.screenshot({ path: a.to, fullPage: true }),
};

// told tells a page that it is hidden, or shown, and somebody turned to it: a browser without a screen hides none.
const told = (page, hidden) => page.evaluate((is) => {
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => is });
  document.dispatchEvent(new Event('visibilitychange'));
  if (!is) dispatchEvent(new Event('focus'));
}, hidden);

// device is a browser with a folder of its own, that can be ended as a dying battery does: by killing it.
async function device(o) {
  const root = process.getuid && process.getuid() === 0 ? ['--no-sandbox'] : [];
  const program = spawn(process.env.BROWSER_PROGRAM, ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${o.folder}`, '--no-first-run', '--disable-background-networking', ...root, 'about:blank'], { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  const address = await new Promise((done, failed) => {
    let said = '';
    program.stderr.on('data', (part) => { said += part; const found = /DevTools listening on (ws:\S+)/.exec(said); if (found) done(found[1]); });
    program.on('exit', (code) => failed(new Error(`the browser ended with ${code}: ${said.slice(-600)}`)));
  });
  const over = await chromium.connectOverCDP(address);
  const context = over.contexts()[0], page = context.pages()[0] || await context.newPage();
  await page.setViewportSize({ width: o.width, height: o.height });
  await page.emulateMedia({ colorScheme: o.dark ? 'dark' : 'light', reducedMotion: 'reduce' });
  return { context, page, end: () => new Promise((done) => { program.removeAllListeners('exit'); program.on('exit', done); process.kill(-program.pid, 'SIGKILL'); }) };
}

// ofStyle are rules that another theme or width can break on a page that kept them.
const ofStyle = ['color-contrast', 'target-size', 'link-in-text-block', 'scrollable-region-focusable', 'aria-hidden-focus'];

async function judged(page, rules) {
  if (!await page.evaluate(() => !!globalThis.axe)) await page.addScriptTag({ path: axeFile });
  const found = await page.evaluate((rules) => globalThis.axe.run(document, { ...(rules ? { runOnly: { type: 'rule', values: rules } } : { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], rules: { 'target-size': { enabled: true } } }), resultTypes: ['violations'] }), rules);
  return { violations: found.violations.map((v) => `${v.id}: ${v.help} (${v.nodes.length}): ${v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' ' + (n.any[0] ? n.any[0].message : '')).join(' | ')}`), passes: found.passes.length };
}

const orders = {
  // open looks at one page with nothing kept from another, and says what a person would meet.
  async open(o) {
    const context = await browser.newContext({
      viewport: { width: o.width, height: o.height },
      colorScheme: o.dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      extraHTTPHeaders: o.headers || {},
      bypassCSP: !!o.axe, // only to let axe in; without it the policy holds, and what it stops is said on the console
      javaScriptEnabled: !o.withoutScript,
    });
    const page = await context.newPage();
    const said = [], asked = [];
    page.on('console', (m) => { if (m.type() === 'error' || m.type() === 'warning') said.push(m.text()); });
    page.on('pageerror', (e) => said.push(String(e)));
    page.on('request', (r) => asked.push(r.url()));
    const answer = await page.goto(o.url, { waitUntil: 'load' });
    const seen = { status: answer.status(), url: page.url(), said, asked };
    if (o.print) {
      await page.emulateMedia({ media: 'print', colorScheme: 'light' });
      seen.left = await page.evaluate(() => [...document.querySelectorAll('button, input, select, textarea, nav, details > :not(summary)')].filter((e) => {
        const shown = e.checkVisibility({ contentVisibilityAuto: true }) && e.getBoundingClientRect().height > 0;
        return e.closest('details') && e.matches('details > *') ? !shown && e.closest('details').checkVisibility() && !e.matches('form, [hidden]') : shown;
      }).slice(0, 5).map((e) => e.tagName + ' ' + (e.name || e.className || e.textContent.trim().slice(0, 40))));
    }
    if (o.picture) await page.screenshot({ path: o.picture, fullPage: !o.window });
    if (o.pdf) await page.pdf({ path: o.pdf, format: 'A4', printBackground: false });
    if (o.walk) seen.walk = await walk(page);
    if (!o.withoutScript) {
      seen.title = await page.title();
      const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      seen.wide = await tooWide();
      // What is folded away is read too, such as the tables.
      await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
      seen.wide = Math.max(seen.wide, await tooWide());
    }
    if (o.axe) {
      Object.assign(seen, await judged(page));
    }
    await context.close();
    return seen;
  },

  // judge looks at one page in every theme and at every width that is asked, and goes through it by Tab alone.
  async judge(o) {
    const context = await browser.newContext({ viewport: { width: o.width, height: o.height }, reducedMotion: 'reduce', extraHTTPHeaders: o.headers || {}, bypassCSP: true });
    const page = await context.newPage();
    const said = [], asked = [], states = [];
    page.on('console', (m) => { if (m.type() === 'error' || m.type() === 'warning') said.push(m.text()); });
    page.on('pageerror', (e) => said.push(String(e)));
    page.on('request', (r) => asked.push(r.url()));
    try {
      let answer = await page.goto(o.url, { waitUntil: 'load' });
      const form = page.locator('main form[method=post]').last();
      if (o.submit && await form.count()) [answer] = await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), form.evaluate((f) => f.submit())]);
      const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      const folded = await page.evaluate(() => document.querySelectorAll('details:not([open])').length);
      for (const dark of [false, true]) {
        for (const width of o.widths) {
          await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' });
          await page.setViewportSize({ width, height: 900 });
          const state = { width, dark };
          if (folded) await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = false; }));
          state.wide = await tooWide();
          if (folded) await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
          state.wide = Math.max(state.wide, await tooWide());
          if (state.wide > 0) state.widest = await page.evaluate(() => [...document.querySelectorAll('main *, header *, footer *')].filter((e) => !e.closest('.scroll') && e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5).map((e) => e.tagName + '.' + e.className).slice(-3));
          Object.assign(state, await judged(page, states.length ? ofStyle : undefined));
          state.moves = await page.evaluate(() => [...document.querySelectorAll('*')].filter((e) => { const s = getComputedStyle(e); return s.animationName !== 'none' || s.transitionDuration.split(',').some((d) => parseFloat(d) > 0); }).slice(0, 3).map((e) => e.tagName + '.' + e.className));
          if (o.walk && (dark ? width === o.widths.at(-1) : width === o.widths[0])) state.walk = (await walk(page)).filter((step) => !step.shown);
          states.push(state);
        }
      }
      return { status: answer ? answer.status() : 0, url: page.url(), title: await page.title(), said, asked, states };
    } finally {
      await context.close();
    }
  },

  // follow does what a person does, step after step, in a window of its own or in one that was kept under a name.
  async follow(o) {
    let at = kept.get(o.window);
    if (!at) {
      if (o.folder) at = await device(o);
      else {
        const context = await browser.newContext({ viewport: { width: o.width, height: o.height }, colorScheme: o.dark ? 'dark' : 'light', reducedMotion: 'reduce', extraHTTPHeaders: o.headers || {}, javaScriptEnabled: !o.withoutScript, acceptDownloads: true, bypassCSP: !!o.axe });
        at = { context, page: await context.newPage() };
      }
      Object.assign(at, { said: [], asked: [] });
      const page = at.page;
      page.on('console', (m) => { if (m.type() === 'error' || m.type() === 'warning') at.said.push(m.text()); });
      page.on('pageerror', (e) => at.said.push(String(e)));
      page.on('request', (r) => at.asked.push(r.url()));
      page.setDefaultTimeout(30000);
      if (o.window) kept.set(o.window, at);
    }
    at.said.length = at.asked.length = 0;
    let did = 0;
    try {
      for (const act of o.acts || []) { await acts[act.do](at, act); did++; }
      const seen = o.axe ? await judged(at.page) : {};
      return { ...seen, url: at.page.url(), title: o.withoutScript ? '' : await at.page.title(), text: await at.page.locator('body').innerText(), said: [...at.said], asked: [...at.asked] };
    } catch (e) {
      const text = await at.page.locator('body').innerText().catch(() => '');
      throw new Error(`step ${did + 1}, ${JSON.stringify(o.acts[did])}, at ${at.page.url()}: ${e && e.message}\n${text.slice(0, 3000)}`);
    } finally {
      if (!o.window) await at.context.close();
    }
  },

  // close ends a window as a battery that dies does: nothing in it is asked whether it minds.
  async close(o) {
    const at = kept.get(o.window);
    kept.delete(o.window);
    if (at.end) await at.end();
    else await at.context.close();
    return {};
  },

  // measure opens a page as a telephone on a slow network does.
  async measure(o) {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, extraHTTPHeaders: o.headers || {} });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 });
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    let bytes = 0;
    session.on('Network.loadingFinished', (e) => { bytes += e.encodedDataLength; });
    await page.goto(o.url, { waitUntil: 'load' });
    const painted = await page.evaluate(() => new Promise((done) => {
      new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true });
      setTimeout(() => done(-1), 5000);
    }));
    await context.close();
    return { painted, bytes };
  },
};

// walk goes through a page by Tab alone. It gives what had the focus, and whether that could be seen.
async function walk(page) {
  const steps = [];
  await page.evaluate(() => { scrollTo(0, 0); document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex'); });
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press('Tab');
    const step = await page.evaluate(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return null;
      const style = getComputedStyle(at), box = at.getBoundingClientRect();
      return {
        name: (at.id ? '#' + at.id : at.tagName.toLowerCase()) + ' ' + (at.textContent || '').trim().slice(0, 30),
        shown: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.width > 0 && box.height > 0 && box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight,
      };
    });
    if (!step) break;
    steps.push(step);
  }
  return steps;
}

process.stdout.write(JSON.stringify({ ready: browser.version() }) + '\n');
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  let answer;
  try {
    answer = await orders[order.do](order);
  } catch (e) {
    answer = { failed: String(e && e.stack || e) };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
for (const at of kept.values()) await at.context.close().catch(() => {});
await browser.close();
process.exit(0);
