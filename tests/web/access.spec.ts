// Everybody can use it: axe on every view, in light and dark, wide and narrow; and it is light to load.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import AxeBuilder from '@axe-core/playwright';
import { ask, expect, open, test, type Campaign, type Row } from './page.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const BUDGET_BYTES = 450_000;
const PHONE = { width: 390, height: 844 };

type Page = Parameters<typeof open>[0];

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`));
}

for (const theme of ['light', 'dark']) {
  test(`axe finds nothing in ${theme}`, async ({ page }) => {
    const { rows } = await ask<{ rows: Row[] }>(page, 'heat', { by: 'precinct' });
    const place = `precinct/${rows[0]?.id}`;
    await open(page, { theme });
    expect(await faults(page)).toEqual([]);
    await open(page, { theme, field: 'both', by: 'precincts', place, show: 'table', where: "party = 'DEM' AND age > 30", lang: 'fr' });
    expect(await faults(page)).toEqual([]);
    await page.setViewportSize(PHONE);
    await open(page, { theme });
    await page.getByRole('button', { name: 'Colours and filters' }).click();
    expect(await faults(page)).toEqual([]);
  });
}

test('axe finds nothing where there are no voters', async ({ page }) => {
  const campaign = await ask<Campaign>(page, 'campaign');
  await page.route('**/api/campaign', (route) => route.fulfill({ json: { ...campaign, bounds: null, counts: { ...campaign.counts, voters: 0 } } }));
  await page.goto('/?lang=en');
  await expect(page.getByRole('heading', { name: 'No voters imported yet' })).toBeVisible();
  expect(await faults(page)).toEqual([]);
});

test('on a phone nothing scrolls sideways, and sheet, place and table fit', async ({ page }) => {
  await page.setViewportSize(PHONE);
  const { rows } = await ask<{ rows: Row[] }>(page, 'heat', { by: 'precinct' });
  const sideways = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await open(page, { by: 'precincts' });
  expect(await sideways()).toBeLessThanOrEqual(0);
  const handle = page.getByRole('button', { name: 'Colours and filters' });
  await expect(handle).toHaveAttribute('aria-expanded', 'false');
  await handle.click();
  await expect(page.getByLabel('Filter as SQL')).toBeVisible();
  expect(await sideways()).toBeLessThanOrEqual(0);
  await open(page, { by: 'precincts', place: `precinct/${rows[0]?.id}` });
  const card = await page.locator('section.place').boundingBox();
  expect(card && card.x >= 0 && card.x + card.width <= PHONE.width).toBe(true);
  expect(await sideways()).toBeLessThanOrEqual(0);
  await open(page, { by: 'precincts', show: 'table' });
  await expect(page.locator('tbody tr').first()).toBeVisible();
  expect(await sideways()).toBeLessThanOrEqual(0);
});

test('script, style and fonts of the app stay within the budget', () => {
  const dist = join(__dirname, '../../web/dist');
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(html|js|css|svg|woff2)$/.test(name));
  const bytes = files.map((name) => gzipSync(readFileSync(join(dist, name)), { level: 9 }).length);
  expect(files.length).toBeGreaterThan(5);
  expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(BUDGET_BYTES);
});
