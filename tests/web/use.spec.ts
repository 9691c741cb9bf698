// Filters, search, places and links, by pointer and by keyboard.

import { ask, atRest, expect, open, stage, test, type Campaign } from './page.ts';

interface Count {
  voters: number;
  doors: number;
  total: number;
}

test('ticking choices counts people, writes the SQL, and clearing undoes it', async ({ page }) => {
  await open(page);
  const status = page.locator('#universe').locator('xpath=ancestor::section').getByRole('status');
  const everybody = await ask<Count>(page, 'count');
  await expect(status).toContainText(`${everybody.voters.toLocaleString('en-US')} voters`);

  const party = page.getByRole('group', { name: 'Party', exact: true }).getByRole('checkbox');
  await party.first().check({ force: true });
  await page.getByLabel('from', { exact: true }).fill('30');
  await page.getByLabel('from', { exact: true }).press('Tab');
  const sql = page.getByLabel('Filter as SQL');
  await expect(sql).toHaveValue(/^party = '.+' AND age >= 30$/);
  await atRest(page);
  const some = await ask<Count>(page, 'count', { where: await sql.inputValue() });
  expect(some.voters).toBeLessThan(everybody.voters);
  await expect(status).toContainText(`${some.voters.toLocaleString('en-US')} voters`);
  await expect(status).toContainText(`${some.doors.toLocaleString('en-US')} doors`);

  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await expect(sql).toHaveValue('');
  await expect(status).toContainText(`${everybody.voters.toLocaleString('en-US')} voters`);
});

test('SQL typed by hand ticks the choices; what they cannot show is said', async ({ page }) => {
  await open(page);
  const sql = page.getByLabel('Filter as SQL');
  await sql.fill('votes_of_last_4 IN (0, 1) AND age BETWEEN 18 AND 40');
  await expect(page.getByRole('group', { name: /last 4/ }).getByRole('checkbox', { name: '0' })).toBeChecked();
  await expect(page.getByLabel('to', { exact: true })).toHaveValue('40');
  await sql.fill("age > 40 OR sex = 'F'");
  await expect(page.getByText('asks for more than these choices show')).toBeVisible();
});

test('a filter the server cannot read keeps the map and says why', async ({ page, watch }) => {
  watch.allowed.push(/status of 400/);
  await open(page, { where: 'age > 30' });
  const sql = page.getByLabel('Filter as SQL');
  await sql.fill('shoe_size > 40');
  const refused = await page.request.get('/api/count?where=shoe_size%20%3E%2040');
  expect(refused.status()).toBe(400);
  const { detail } = (await refused.json()) as { detail: string };
  await expect(page.getByRole('alert')).toContainText(detail);
  await expect(page.locator('section.legend li[data-colour]').first()).toBeVisible();
  await sql.fill('age > 40');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('search finds a precinct by keyboard, opens it, and Escape closes the list', async ({ page }) => {
  await open(page, { by: 'precincts' });
  const { rows } = await ask<{ rows: { id: string; name?: string }[] }>(page, 'heat', { by: 'precinct' });
  const wanted = rows[3]?.name || rows[3]?.id || '';
  const box = page.getByRole('combobox', { name: 'Search an address or a precinct' });
  await box.fill(wanted);
  const options = page.getByRole('listbox').getByRole('option');
  await expect(options.filter({ hasText: wanted }).first()).toBeVisible();
  await box.press('ArrowDown');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await expect(box).toHaveAttribute('aria-activedescendant', 'found-0');
  await box.press('Escape');
  await expect(options).toHaveCount(0);
  await box.press('ArrowDown');
  await options.filter({ hasText: wanted }).first().click();
  await expect(page.locator('section.place h2')).toHaveText(wanted);
  expect(new URL(page.url()).searchParams.get('place')).toBe(`precinct/${rows[3]?.id}`);
});

test('search says when it finds nothing', async ({ page }) => {
  await open(page);
  await page.getByRole('combobox', { name: 'Search an address or a precinct' }).fill('zzqqxx');
  await expect(page.getByText('Nothing found for “zzqqxx”.')).toBeVisible();
});

test('a click opens the place: counts, intervals, how it is known, who lives there', async ({ page }) => {
  await open(page, { by: 'precincts' });
  const box = await stage(page);
  await page.mouse.click(box.x + box.width * 0.55, box.y + box.height * 0.45);
  const place = page.locator('section.place');
  await expect(place).toContainText('90% sure');
  for (const heading of ['How it is known', 'Stayed home before', 'Who lives here', 'Party', 'Age']) {
    await expect(place.getByRole('heading', { name: heading, exact: true })).toBeVisible();
  }
  await place.getByRole('button', { name: 'Close' }).click();
  await expect(place).toHaveCount(0);
  expect(new URL(page.url()).searchParams.has('place')).toBe(false);
});

test('the keyboard alone reaches the map, moves it and opens the place under the cross', async ({ page }) => {
  await open(page, { by: 'precincts' });
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the map' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const canvas = page.locator('canvas');
  await expect(canvas).toBeFocused();
  const before = page.url();
  await page.keyboard.press('ArrowRight');
  await atRest(page);
  expect(page.url()).not.toBe(before);
  await page.keyboard.press('Enter');
  await expect(page.locator('section.place')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('section.place')).toHaveCount(0);
});

test('a link is a view: place, zoom, layer, field, filter, language and theme come back', async ({ page }) => {
  const { bounds } = await ask<Campaign>(page, 'campaign');
  const [lng, lat] = [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2];
  const view = { lng: lng.toFixed(5), lat: lat.toFixed(5), zoom: '13.25', by: 'precincts', field: 'support', where: 'age < 40', lang: 'fr', theme: 'dark' };
  await open(page, view);
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual(view);
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByLabel('Le filtre en SQL')).toHaveValue('age < 40');
  await expect(page.getByRole('radio', { name: 'Soutien', exact: true })).toBeChecked();
  await expect(page.getByRole('button', { name: 'Bureaux de vote' })).toHaveAttribute('aria-pressed', 'true');
});

test('“back” undoes a choice', async ({ page }) => {
  await open(page);
  await page.getByRole('radio', { name: 'Supports us', exact: true }).check({ force: true });
  await atRest(page);
  await page.goBack();
  await expect(page.getByRole('radio', { name: 'Stays home', exact: true })).toBeChecked();
});

test('French is complete: no English sentence is left on the page', async ({ page }) => {
  await open(page, { lang: 'fr', show: 'table', by: 'precincts' });
  const box = await stage(page);
  await page.mouse.click(box.x + box.width * 0.55, box.y + box.height * 0.3);
  await expect(page.locator('section.place')).toContainText('Qui habite ici');
  const text = await page.locator('body').innerText();
  for (const english of ['voters', 'doors', 'households', 'Stays home', 'Supports', 'Clear', 'Search', 'Filter', 'precincts', 'Hexagons', 'sure', 'Table', 'Votes in']) {
    expect(text).not.toContain(english);
  }
  expect(text).toMatch(/\d\s?%/);
});
