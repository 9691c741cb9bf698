// What the page says when something is missing, and that it says what to do.

import { ask, expect, open, test, type Campaign } from './page.ts';

test('a campaign without voters says how to import them', async ({ page }) => {
  const campaign = await ask<Campaign>(page, 'campaign');
  const counts = Object.fromEntries(Object.keys(campaign.counts).map((key) => [key, 0]));
  await page.route('**/api/campaign', (route) => route.fulfill({ json: { ...campaign, bounds: null, scored: false, counts } }));
  await page.goto('/?lang=en');
  await expect(page.getByRole('heading', { name: 'No voters imported yet' })).toBeVisible();
  await expect(page.getByText('arpent import voters')).toBeVisible();
});

test('without scores the map shows the last election and says how to get them', async ({ page }) => {
  const campaign = await ask<Campaign>(page, 'campaign');
  await page.route('**/api/campaign', (route) => route.fulfill({ json: { ...campaign, scored: false } }));
  await open(page);
  await expect(page.getByText('arpent score')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Supports us' })).toHaveCount(0);
  await expect(page.locator('section.legend h2')).toContainText('Stayed home on');
});

test('a campaign that does not open says so, and opens on “Try again”', async ({ page, watch }) => {
  watch.allowed.push(/status of 500/);
  await page.route('**/api/campaign', (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{"title":"Oops","status":500,"detail":"voters.parquet is damaged: run arpent check"}' }));
  await page.goto('/?lang=en');
  await expect(page.getByRole('alert')).toContainText('voters.parquet is damaged: run arpent check');
  await page.unroute('**/api/campaign');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.locator('section.legend')).toBeVisible();
});

test('a lost connection is said, and the page comes back by itself', async ({ page, watch }) => {
  watch.allowed.push(/ERR_FAILED|ERR_CONNECTION|Failed to fetch/);
  await open(page);
  await page.route('**/api/**', (route) => route.abort());
  await page.getByLabel('Filter as SQL').fill('age > 20');
  await expect(page.getByRole('alert')).toContainText('Connection lost');
  await page.unroute('**/api/**');
  await expect(page.getByText('Connected again.')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('tiles that fail are said, not left blank in silence', async ({ page, watch }) => {
  watch.allowed.push(/status of 500/);
  await page.route('**/tiles/hexes/**', (route) => route.fulfill({ status: 500, body: 'no' }));
  await page.goto('/?lang=en');
  await expect(page.getByRole('alert')).toContainText('Part of the map could not be drawn: 500');
});

test('a place that fails to load says so', async ({ page, watch }) => {
  watch.allowed.push(/status of 40[04]/);
  await open(page, { by: 'precincts', place: 'precinct/no-such-place' });
  await expect(page.locator('section.place').getByRole('alert')).toContainText('could not be loaded');
});

test('a filter that leaves nobody says so', async ({ page }) => {
  await open(page, { where: 'age > 150' });
  await expect(page.getByText('Nobody matches. Take one choice back.')).toBeVisible();
  await expect(page.locator('section.legend')).toContainText('Nothing to show');
});

test('without WebGL the same numbers come as a table', async ({ page, watch }) => {
  watch.allowed.push(/WebGL/i);
  await page.addInitScript(() => {
    const real = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
      return kind.startsWith('webgl') ? null : (real as (...all: unknown[]) => unknown).call(this, kind, ...rest);
    } as typeof real;
  });
  await page.goto('/?lang=en&by=precincts');
  await expect(page.getByRole('alert')).toContainText('This browser cannot draw the map');
  const { rows } = await ask<{ rows: unknown[] }>(page, 'heat', { by: 'precinct' });
  await expect(page.locator('tbody tr')).toHaveCount(rows.length);
});
