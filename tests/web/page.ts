// What every test of the map needs: a page that is watched, opened and waited for.

import { test as plain, expect, type Page } from '@playwright/test';

export interface Row {
  id: string;
  name?: string;
  voters: number;
  [column: string]: string | number | null | undefined;
}

export interface Campaign {
  name: string;
  bounds: [number, number, number, number];
  counts: { voters: number };
  elections: { key: string; date: string }[];
}

interface Watch {
  /** Console errors a test brings about on purpose. */
  allowed: RegExp[];
}

/** Fails a test whose page logs an error, throws, or asks anything of another server. */
export const test = plain.extend<{ watch: Watch }>({
  watch: [
    async ({ page, baseURL }, use) => {
      const watch: Watch = { allowed: [] };
      const faults: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(message.text());
      });
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(`${baseURL}/`) && !/^(data|blob):/.test(url)) faults.push(`asked another server: ${url}`);
      });
      await use(watch);
      expect(faults.filter((fault) => !watch.allowed.some((pattern) => pattern.test(fault)))).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

export async function open(page: Page, view: Record<string, string> = {}): Promise<void> {
  await page.goto(`/?${new URLSearchParams({ lang: 'en', ...view }).toString()}`);
  await atRest(page);
}

/** Everything asked for has come, and the map has drawn it. */
export async function atRest(page: Page): Promise<void> {
  // Two looks in a row: what a click sets off begins in a later task.
  for (let look = 0; look < 2; look += 1) {
    await page.waitForTimeout(350);
    await page.waitForSelector('body[data-idle="true"]', { timeout: 60_000 });
  }
}

export async function ask<T>(page: Page, path: string, query: Record<string, string> = {}): Promise<T> {
  const answer = await page.request.get(`/api/${path}?${new URLSearchParams(query).toString()}`);
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
  return (await answer.json()) as T;
}

export interface LegendClass {
  low: number;
  high: number;
  places: number;
  colour: string;
}

/** The legend as the page shows it. */
export function legendOf(page: Page): Promise<LegendClass[]> {
  return page.locator('section.legend li[data-colour]').evaluateAll((items) =>
    items.map((item) => {
      const { low, high, places, colour } = (item as HTMLElement).dataset;
      return { low: Number(low), high: Number(high), places: Number(places), colour: colour ?? '' };
    }),
  );
}

export type Pixels = (x: number, y: number) => [number, number, number];

/** The page as the eye gets it: colours of pixels of a screenshot. */
export async function pixels(page: Page): Promise<Pixels> {
  const size = page.viewportSize() ?? { width: 0, height: 0 };
  const shot = (await page.screenshot({ scale: 'css' })).toString('base64');
  const flat = await page.evaluate(async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    const bytes = context?.getImageData(0, 0, image.width, image.height).data ?? new Uint8ClampedArray();
    let text = '';
    for (let i = 0; i < bytes.length; i += 4) text += String.fromCharCode(bytes[i] ?? 0, bytes[i + 1] ?? 0, bytes[i + 2] ?? 0);
    return btoa(text);
  }, shot);
  const bytes = Buffer.from(flat, 'base64');
  return (x, y) => {
    const at = (Math.round(y) * size.width + Math.round(x)) * 3;
    return [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0];
  };
}

export function channels(colour: string): [number, number, number] {
  const part = (at: number): number => Number.parseInt(colour.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

/** Near enough to be the same colour after blending in 8 bits. */
export function alike(one: readonly number[], other: readonly number[], off = 3): boolean {
  return one.every((value, i) => Math.abs(value - (other[i] ?? 0)) <= off);
}

/** The middle of the map, clear of every card. */
export async function stage(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await page.locator('.stage').boundingBox();
  if (!box) throw new Error('the map is not on the page');
  return box;
}
