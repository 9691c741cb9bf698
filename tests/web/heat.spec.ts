// The colours say what the numbers say.

import { alike, ask, atRest, channels, expect, legendOf, open, pixels, stage, test, type Campaign, type Pixels, type Row } from './page.ts';

const FIELDS = ['abstention', 'support', 'pool', 'persuadable', 'known', 'voters', 'doors'];

/** More samples of a colour than its own swatch in the legend can give. */
const SWATCH = 80;

async function heat(page: Parameters<typeof ask>[0], by: string, where = ''): Promise<Row[]> {
  return (await ask<{ rows: Row[] }>(page, 'heat', where ? { by, where } : { by })).rows;
}

const valuesOf = (rows: Row[], field: string): number[] => rows.map((row) => row[field]).filter((value) => typeof value === 'number');

/** Share of a grid over the map whose pixels have one of these colours. */
function painted(at: Pixels, box: { x: number; y: number; width: number; height: number }, colours: string[]): number[] {
  const counts = colours.map(() => 0);
  for (let x = box.x + 5; x < box.x + box.width; x += 4) {
    for (let y = box.y + 5; y < box.y + box.height; y += 4) {
      const i = colours.findIndex((colour) => alike(at(x, y), channels(colour)));
      if (i >= 0) counts[i] = (counts[i] ?? 0) + 1;
    }
  }
  return counts;
}

for (const by of ['hexes', 'precincts'] as const) {
  test(`the legend of ${by} holds the quantiles of /api/heat, for every field`, async ({ page }) => {
    const { elections } = await ask<Campaign>(page, 'campaign');
    await open(page, { by });
    const kind = by === 'precincts' ? 'precinct' : (await ask<{ by: string }>(page, 'legend', { by, zoom: String(Math.floor(zoomOf(page.url()))), field: 'voters' })).by;
    const rows = await heat(page, kind);
    for (const field of [...FIELDS, `abstention_${elections[0]?.key}`]) {
      await page.goto(withField(page.url(), field));
      await atRest(page);
      const classes = await legendOf(page);
      const values = valuesOf(rows, field);
      expect(classes.length, field).toBeGreaterThan(0);
      expect(classes[0]?.low, field).toBeCloseTo(Math.min(...values), 4);
      expect(classes.at(-1)?.high, field).toBeCloseTo(Math.max(...values), 4);
      for (const [i, { low, high, places }] of classes.entries()) {
        const last = i === classes.length - 1;
        const inside = values.filter((value) => value >= low - 1e-9 && (last || value < high - 1e-9));
        expect(places, `${field}: ${low} to ${high}`).toBe(inside.length);
      }
    }
  });
}

test('a place is drawn in the colour its number has in the legend', async ({ page }) => {
  await open(page, { by: 'precincts', field: 'support' });
  const classes = await legendOf(page);
  const rows = new Map((await heat(page, 'precinct')).map((row) => [row.id, row]));
  const box = await stage(page);
  const seen = new Set<string>();
  const at = await pixels(page);
  for (const [fx, fy] of [[0.45, 0.3], [0.55, 0.5], [0.65, 0.35], [0.5, 0.65], [0.7, 0.6], [0.6, 0.2]] as const) {
    const spot = await plainSpot(at, box.x + box.width * fx, box.y + box.height * fy, classes.map((each) => each.colour));
    if (!spot) continue;
    await page.mouse.click(spot.x, spot.y);
    await expect.poll(() => new URL(page.url()).searchParams.get('place')).toMatch(/^precinct\//);
    const id = new URL(page.url()).searchParams.get('place')?.slice('precinct/'.length) ?? '';
    const value = rows.get(id)?.support;
    if (typeof value !== 'number') continue;
    const colour = classes.findLast((each) => value >= each.low - 1e-4)?.colour ?? '';
    expect(alike(at(spot.x, spot.y), channels(colour)), `${id} ${value} ${colour}`).toBe(true);
    seen.add(id);
    await page.keyboard.press('Escape');
    await expect(page.locator('section.place')).toHaveCount(0);
  }
  expect(seen.size).toBeGreaterThanOrEqual(3);
});

test('every colour of the legend is on the map, in light and in dark', async ({ page }) => {
  for (const theme of ['light', 'dark']) {
    for (const field of ['abstention', 'support']) {
      await open(page, { field, theme });
      const colours = (await legendOf(page)).map((each) => each.colour);
      const counts = painted(await pixels(page), await stage(page), colours);
      expect(Math.min(...counts), `${theme} ${field}: ${counts.join(' ')}`).toBeGreaterThan(SWATCH);
    }
  }
});

test('the map is painted anew when the filter changes', async ({ page }) => {
  await open(page, { field: 'abstention' });
  const box = await stage(page);
  const [before, everybody] = [await pixels(page), await legendOf(page)];
  await page.getByLabel('Filter as SQL').fill('age < 30');
  await atRest(page);
  const [after, young] = [await pixels(page), await legendOf(page)];
  expect(young).not.toEqual(everybody);
  let changed = 0;
  for (let x = box.x + 300; x < box.x + box.width - 60; x += 8) {
    for (let y = box.y + 20; y < box.y + box.height - 60; y += 8) if (!alike(before(x, y), after(x, y))) changed += 1;
  }
  expect(changed).toBeGreaterThan(150);
});

test('abstention × support: nine colours, a key in two directions, the corner in words', async ({ page }) => {
  await open(page, { field: 'both' });
  const cells = page.locator('section.legend rect');
  await expect(cells).toHaveCount(9);
  const colours = await cells.evaluateAll((all) => all.map((cell) => cell.getAttribute('fill') ?? ''));
  expect(new Set(colours).size).toBe(9);
  const counts = painted(await pixels(page), await stage(page), colours);
  expect(counts.filter((count) => count > SWATCH).length).toBeGreaterThanOrEqual(5);
  await expect(page.locator('section.legend svg')).toHaveAccessibleName(/supporters who would stay home/);
});

test('the hover card counts the people under the pointer', async ({ page }) => {
  await open(page, { by: 'precincts' });
  const box = await stage(page);
  await page.mouse.move(box.x + box.width * 0.55, box.y + box.height * 0.45);
  const card = page.locator('.hover');
  await expect(card).toContainText(/voters/);
  const name = (await card.locator('.name').textContent())?.trim() ?? '';
  const row = (await heat(page, 'precinct')).find((each) => each.name === name || each.id === name);
  expect(row, name).toBeDefined();
  await expect(card).toContainText(`${row?.voters.toLocaleString('en-US')} voters`);
});

test('the table has the same rows and sorts them', async ({ page }) => {
  await open(page, { by: 'precincts', show: 'table' });
  const rows = await heat(page, 'precinct');
  await expect(page.locator('tbody tr')).toHaveCount(rows.length);
  await page.getByRole('button', { name: 'Stays home', exact: true }).click();
  await expect(page.locator('th[aria-sort="descending"]')).toContainText('Stays home');
  const first = [...rows].sort((a, b) => Number(b.abstention) - Number(a.abstention))[0];
  await expect(page.locator('tbody tr').first()).toContainText(first?.name || first?.id || '?');
  await page.locator('tbody tr').first().getByRole('button').click();
  await expect(page.locator('section.place h2')).toContainText(first?.name || first?.id || '?');
});

function zoomOf(url: string): number {
  return Number(new URL(url).searchParams.get('zoom'));
}

function withField(url: string, field: string): string {
  const address = new URL(url);
  address.searchParams.set('field', field);
  return address.href;
}

/** A spot near here that no street, border or label crosses. */
async function plainSpot(at: Pixels, x: number, y: number, colours: string[]): Promise<{ x: number; y: number } | null> {
  for (let ring = 0; ring < 60; ring += 3) {
    for (const [dx, dy] of [[ring, 0], [-ring, 0], [0, ring], [0, -ring], [ring, ring], [-ring, -ring]] as const) {
      const around = [[0, 0], [3, 0], [-3, 0], [0, 3], [0, -3]].map(([ox, oy]) => at(x + dx + (ox ?? 0), y + dy + (oy ?? 0)));
      if (colours.some((colour) => around.every((pixel) => alike(pixel, channels(colour))))) return { x: x + dx, y: y + dy };
    }
  }
  return null;
}
