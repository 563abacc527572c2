// Drives a browser for tests: one order a line on standard input, one answer a line on standard output.
import { chromium } from 'playwright-core';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const browser = await chromium.launch({
  executablePath: process.env.BROWSER_PROGRAM,
  args: process.getuid && process.getuid() === 0 ? ['--no-sandbox'] : [],
});

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
    if (o.print) await page.emulateMedia({ media: 'print' });
    if (o.picture) await page.screenshot({ path: o.picture, fullPage: true });
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
      await page.addScriptTag({ path: axeFile });
      const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
      seen.violations = found.violations.map((v) => `${v.id}: ${v.help} (${v.nodes.length}): ${v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' ' + (n.any[0] ? n.any[0].message : '')).join(' | ')}`);
      seen.passes = found.passes.length;
    }
    await context.close();
    return seen;
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
await browser.close();
