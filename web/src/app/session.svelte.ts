// What the whole page shares: the view, the campaign, the filter in force, and whether the server answers.

import { untrack } from 'svelte';
import { api, listen, type Box, type Campaign, type Column, type Count, type Scores } from '../api.ts';
import { shownField } from '../heat/fields.ts';
import type { Mode } from '../heat/ramps.ts';
import { dictionaries, type Messages } from '../i18n/index.ts';
import { numbers, type Numbers } from '../i18n/numbers.ts';
import { Latest } from './latest.svelte.ts';
import { readView, type View } from './view.ts';

export const view: View = $state(readView(location.search, navigator.languages));

export const campaign = new Latest<Campaign>();
export const columns = new Latest<Column[]>();
export const count = new Latest<Count>();
export const scores = new Latest<Scores>();

export const session = $state({
  /** The last filter the server understood: what the map shows while another is being typed. Null until the first count. */
  where: null as string | null,
  /** What the map shows of the world. */
  box: null as Box | null,
  lost: false,
  /** A sentence for the status line: reconnected, new data. */
  news: '' as '' | 'back' | 'stale',
  tileFailure: null as string | null,
  noMap: false,
});

const dark = matchMedia('(prefers-color-scheme: dark)');
const system = $state({ dark: dark.matches });
dark.addEventListener('change', () => (system.dark = dark.matches));

export function mode(): Mode {
  if (view.theme === 'auto') return system.dark ? 'dark' : 'light';
  return view.theme;
}

export function words(): Messages {
  return dictionaries[view.lang];
}

export function nums(): Numbers {
  return numbers(view.lang);
}

/** The field on the map: the one asked for, where the campaign has it. */
export function field(): string {
  return campaign.value ? shownField(view.field, campaign.value) : view.field;
}

export async function openCampaign(): Promise<void> {
  const opened = await campaign.ask(api.campaign);
  if (!opened) return;
  void columns.ask(api.columns);
  if (opened.scored) void scores.ask(api.scores);
}

/** Counts the universe; the map follows once the server has understood the filter. */
export async function countUniverse(where: string, wait_ms: number): Promise<void> {
  const counted = await count.ask((signal) => api.count(where, signal), wait_ms);
  if (counted) session.where = where;
  // A link with a filter nobody understands still opens: with everybody on the map, and the reason beside the filter.
  else if (count.failure && untrack(() => session.where) === null) session.where = '';
  if (count.failure?.status === 0) connectionLost();
}

/** Follows imports made while the page is open. */
export function followCampaign(): void {
  const changed = (generation: number): void => {
    if (session.lost || campaign.value === null || campaign.value.generation === generation) return;
    session.news = 'stale';
    void openCampaign();
  };
  listen(changed, connectionLost);
}

const PATIENCE_MS = 3000;

/** Asks again and again until the server answers. */
export function connectionLost(): void {
  if (session.lost) return;
  session.lost = true;
  const generation = campaign.value?.generation;
  const again = async (): Promise<void> => {
    const answered = await api.campaign().catch(() => null);
    if (!answered) {
      setTimeout(() => void again(), PATIENCE_MS);
      return;
    }
    session.lost = false;
    session.tileFailure = null;
    session.news = answered.generation === generation ? 'back' : 'stale';
    await openCampaign();
  };
  setTimeout(() => void again(), PATIENCE_MS);
}
